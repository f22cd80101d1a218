"""The definition of a study: what ``study.toml`` says, frozen and checked.

Start with :func:`tubulus.study.definition.reading.read_study`.
"""

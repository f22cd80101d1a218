"""Use cases: the only place that wires rooms together.

Each module is one thing a person does with a study: open it, simulate, check, describe, freeze the
plan, analyse, screen, report, or run the whole. Modules are imported where they are used.
"""

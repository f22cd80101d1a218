"""Tubulus: a study platform for early-phase cell-therapy trials in male infertility.

The rooms and what each is for stand in the README; import from them
(``from tubulus.stats import ...``). This package itself exports the version only,
so that ``tubulus --help`` answers without loading numerical libraries.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"

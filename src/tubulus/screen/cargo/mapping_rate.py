"""How many names of a file are those of human genes, and what the others look like."""

from __future__ import annotations

from collections import Counter

from tubulus.core.errors import Problem
from tubulus.screen.identifiers.mapping import MappedName
from tubulus.screen.identifiers.report import MappingReport

__all__ = ["FEWEST_NAMES", "find_low_rate"]

FEWEST_NAMES = 10
"""Names below which a share says little."""
_HALF, _FIFTH = 0.5, 0.2
_HUMAN = ("mapped", "repaired", "ambiguous", "not_coding")
_ORTHOLOGUES = "map them to human orthologues first"
_KINDS = {
    "accession": (
        "UniProt accessions that are not human in the table of names (maybe another species)",
        "check the species of the database that was searched; " + _ORTHOLOGUES,
    ),
    "foreign": ("names of another species, such as symbols of mouse or rat", _ORTHOLOGUES),
    "number": (
        "numbers that are no Entrez ids",
        "give the column of symbols or accessions its name, such as symbol or uniprot",
    ),
    "other": (
        "no identifiers that are known",
        "expected symbols, UniProt accessions, Entrez or Ensembl gene ids",
    ),
}


def find_low_rate(
    file: str, column: str, report: MappingReport, *, leaves_out: bool
) -> Problem | None:
    """Find whether too few names of a file are those of human genes.

    Parameters
    ----------
    file, column : str
        Where the names stand.
    report : MappingReport
        What became of them.
    leaves_out : bool
        Whether the user has names left out that cannot be mapped; less than a fifth is too few
        even then, else less than half.

    Returns
    -------
    Problem or None
        None for fewer than ``FEWEST_NAMES`` names too.

    Notes
    -----
    A name of several genes, or of a gene that codes for no protein, is one of a human gene.
    """
    given = len(report.names)
    human = sum(name.state in _HUMAN for name in report.names)
    if given < FEWEST_NAMES or human >= (_FIFTH if leaves_out else _HALF) * given:
        return None
    kinds = Counter(_name_kind(name) for name in report.names if name.state not in _HUMAN)
    kind, count = kinds.most_common(1)[0]
    words, remedy = _KINDS[kind]
    message = f"{human} of {given} identifiers name human genes; {count} look like {words}"
    if not leaves_out and human >= _FIFTH * given:
        remedy += ', or set unknown_symbols = "leave_out" in [screen]'
    return Problem(file, 0, column, message, remedy)


def _name_kind(name: MappedName) -> str:
    if name.through == "UniProt accession":
        return "accession"
    if name.state == "not_human":
        return "foreign"
    return "number" if name.through in {"number", "Entrez id"} else "other"

"""Which pairs a campaign is asked about: those of a table, or the shortlist of the screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.results import Results
from tubulus.dock.partners.pairs import read_pairs
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.tables.rows import read_rows

__all__ = ["AskedPairs", "match_shortlist", "read_asked_pairs"]

Pair = tuple[str, str]

_KNOWN = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class AskedPairs:
    """Pairs about which something is to be said, fixed partner first.

    Attributes
    ----------
    pairs : tuple of (str, str)
        In the order of their source.
    known : mapping of pair to bool
        Whether a pair is known to meet; a pair that is not declared is absent.
    ranks : mapping of pair to int
        Rank on the shortlist, where the pairs come from it.
    without_structure : tuple of (str, str, str)
        Receptor and ligand of the shortlist that cannot be docked, and which of them lacks one.
    source : str
        Where the pairs come from.
    """

    pairs: tuple[Pair, ...]
    source: str
    known: Mapping[Pair, bool] = field(default_factory=dict)
    ranks: Mapping[Pair, int] = field(default_factory=dict)
    without_structure: tuple[tuple[str, str, str], ...] = ()


def read_asked_pairs(path: Path, partners: PartnerTable | None) -> AskedPairs:
    """Read the table of asked pairs: ``fixed``, ``mobile`` and, if wanted, ``known`` (yes or no).

    Parameters
    ----------
    path : Path
        The table.
    partners : PartnerTable or None
        Where every name must stand; None where that table cannot be read.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    problems: list[Problem] = []
    pairs: tuple[Pair, ...] = ()
    try:
        pairs = read_pairs(path, partners)
    except InputError as error:
        problems += error.problems
    known: dict[Pair, bool] = {}
    rows, found = read_rows(path, ("fixed", "mobile"))
    problems += found
    if not rows:
        message = "has a header and no row, so that nothing is asked"
        remedy = "add a row for each pair: the fixed partner, then the mobile one"
        problems.append(Problem(path.name, 0, "", message, remedy))
    for row in rows:
        said = row.cells.get("known", "").lower()
        pair = (row.cells["fixed"], row.cells["mobile"])
        if said and said not in _KNOWN:
            message = f"{said!r} does not say whether the pair is known to meet"
            problems.append(Problem(path.name, row.line, "known", message, "yes, no or empty"))
        elif said and known.setdefault(pair, _KNOWN[said]) != _KNOWN[said]:
            message, remedy = "another row of this pair says otherwise", "keep one of both rows"
            problems.append(Problem(path.name, row.line, "known", message, remedy))
    if problems:
        raise InputError(problems)
    return AskedPairs(pairs, path.name, known)


def match_shortlist(screen: Results, partners: PartnerTable) -> AskedPairs:
    """Match the shortlist of a screen with partners of the same names, ligands to mobile ones.

    A pair without a structure on both sides is no error; it is listed with what it lacks. A
    complex such as ``A+B`` has a structure only where a partner bears that name.

    Raises
    ------
    StudyError
        If the screen has no shortlist.
    """
    shortlist = screen.get_table("shortlist")
    if shortlist is None:
        raise StudyError(
            "the screen made no shortlist; give [dock] a pairs_file, or let the screen rank "
            "pairs with [screen.integration]"
        )
    fixed = {request.name for request in partners.fixed}
    mobile = {request.name for request in partners.mobile}
    ranks: dict[Pair, int] = {}
    lacking: list[tuple[str, str, str]] = []
    for ligand, receptor, rank in _list_rows(shortlist):
        missing = [
            _tell_missing(name, known)
            for name, known in ((receptor, fixed), (ligand, mobile))
            if name not in known
        ]
        if missing:
            lacking.append((receptor, ligand, " and ".join(missing)))
        else:
            ranks.setdefault((receptor, ligand), rank)
    return AskedPairs(
        tuple(ranks), "shortlist of the screen", ranks=ranks, without_structure=tuple(lacking)
    )


def _tell_missing(name: str, known: Collection[str]) -> str:
    """Name what has no structure, and a partner that differs by capitals alone."""
    like = [other for other in sorted(known) if other.casefold() == name.casefold()]
    return f"{name}, though {like[0]} is a partner: capitals count" if like else name


def _list_rows(shortlist: pl.DataFrame) -> list[tuple[str, str, int]]:
    return list(shortlist.select("ligand", "receptor", "rank").iter_rows())

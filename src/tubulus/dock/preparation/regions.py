"""Regions of precursors: signal peptides, propeptides, mature chains, ectodomains."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.dock.tables.accessions import is_accession
from tubulus.dock.tables.rows import TableRow, read_rows

__all__ = ["CURATED_REGIONS", "REGION_KINDS", "Region", "RegionKind", "find_kept", "read_regions"]

RegionKind = Literal["signal", "propeptide", "mature", "ectodomain", "transmembrane", "cytoplasmic"]
REGION_KINDS: tuple[RegionKind, ...] = get_args(RegionKind)
_REMOVED = ("signal", "propeptide", "transmembrane", "cytoplasmic")
_COLUMNS = ("accession", "kind", "start", "end")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a UniProt entry.

    Parameters
    ----------
    accession : str
        UniProt accession.
    kind : RegionKind
        ``mature`` and ``ectodomain`` are kept; the others are removed.
    start, end : int
        First and last position in the entry's sequence, counted from 1.
    source : str
        Where the figures come from.
    """

    accession: str
    kind: RegionKind
    start: int
    end: int
    source: str = ""


CURATED_REGIONS: tuple[Region, ...] = (
    Region("P01137", "signal", 1, 29, "UniProt P01137"),
    Region("P01137", "propeptide", 30, 278, "UniProt P01137, latency-associated peptide"),
    Region("P01137", "mature", 279, 390, "UniProt P01137"),
    Region(
        "P10600",
        "mature",
        301,
        412,
        "last 112 of the 412 residues of UniProt P10600; PDB 1KTZ numbers its chain A to 112",
    ),
    Region("P12643", "signal", 1, 23, "signal peptide of human BMP-2: 23 residues"),
    Region("P12643", "propeptide", 24, 282, "propeptide of human BMP-2: 259 residues"),
    Region(
        "P12643",
        "mature",
        283,
        396,
        "mature human BMP-2: 114 residues; PDB 1REW numbers its chain A to 114",
    ),
)
"""Regions that need no table: TGF-beta 1 and 3 and BMP-2, dimers that are cut out of precursors.

Only what could be verified stands here; of all other entries the user's table says."""


def find_kept(positions: npt.NDArray[np.int64], regions: Iterable[Region]) -> npt.NDArray[np.bool_]:
    """Tell which residues the regions of one entry leave, by their positions in its sequence.

    Residues inside any ``mature`` region (all, where there is none), inside any ``ectodomain``
    (likewise), and in no signal, propeptide, transmembrane or cytoplasmic region. Residues at
    position 0 lie on no entry (a tag, for instance) and go if any region is given.
    """
    listed = list(regions)
    kept = np.ones(len(positions), dtype=bool) if not listed else positions > 0
    for kind in ("mature", "ectodomain"):
        of_kind = [region for region in listed if region.kind == kind]
        if of_kind:
            kept &= _cover(positions, of_kind)
    return kept & ~_cover(positions, [region for region in listed if region.kind in _REMOVED])


def _cover(positions: npt.NDArray[np.int64], regions: Sequence[Region]) -> npt.NDArray[np.bool_]:
    covered = np.zeros(len(positions), dtype=bool)
    for region in regions:
        covered |= (positions >= region.start) & (positions <= region.end)
    return covered


def read_regions(path: str | os.PathLike[str]) -> tuple[Region, ...]:
    """Read regions from a table with the columns accession, kind, start, end, perhaps source.

    Parameters
    ----------
    path : str or path
        Separated by comma, semicolon or tab; small letters of an accession are capital ones.

    Raises
    ------
    InputError
        With every row that cannot be used.
    """
    path = Path(path)
    rows, problems = read_rows(path, _COLUMNS)
    regions: list[Region] = []
    for row in rows:
        found = _read_row(path.name, row)
        if isinstance(found, Region):
            regions.append(found)
        else:
            problems += found
    if problems:
        raise InputError(problems)
    return tuple(regions)


def _read_row(name: str, row: TableRow) -> Region | list[Problem]:
    cells, problems = row.cells, []
    accession = cells["accession"].upper()
    if not is_accession(accession):
        message = f"{accession!r} is no UniProt accession" if accession else "is empty"
        problems.append(Problem(name, row.line, "accession", message, "expected such as P01137"))
    kind = next((kind for kind in REGION_KINDS if kind == cells["kind"].lower()), None)
    if kind is None:
        message, remedy = f"{cells['kind']!r} is no kind of region", ", ".join(REGION_KINDS)
        problems.append(Problem(name, row.line, "kind", message, f"one of {remedy}"))
    for field in ("start", "end"):
        text = cells[field]
        if not (text.isascii() and text.isdigit()) or int(text) < 1:
            message, remedy = f"{text!r} is no position", "expected a whole number, counted from 1"
            problems.append(Problem(name, row.line, field, message, remedy))
    if problems or kind is None:
        return problems
    start, end = int(cells["start"]), int(cells["end"])
    if start > end:
        return [Problem(name, row.line, "end", f"{end} lies before the start {start}", "swap them")]
    return Region(accession, kind, start, end, cells.get("source", ""))

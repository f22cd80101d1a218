"""Regions of precursors: signal peptides, propeptides, mature chains, ectodomains."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem

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
    """Read regions from a CSV file with the columns accession, kind, start, end, perhaps source.

    Raises
    ------
    InputError
        With every row that cannot be used.
    """
    path = Path(path)
    if not path.is_file():
        problem = Problem(path.name, 0, "", "there is no such file", "give a CSV file of regions")
        raise InputError([problem])
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    reader = csv.DictReader(io.StringIO(text))
    absent = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        message = f"the header lacks {', '.join(absent)}"
        remedy = f"expected the header {','.join(_COLUMNS)},source, separated by commas"
        raise InputError([Problem(path.name, 1, "", message, remedy)])
    regions: list[Region] = []
    problems: list[Problem] = []
    for row, fields in enumerate(reader, start=2):
        found = _read_row(path.name, row, {k: (v or "").strip() for k, v in fields.items() if k})
        if isinstance(found, Region):
            regions.append(found)
        else:
            problems += found
    if problems:
        raise InputError(problems)
    return tuple(regions)


def _read_row(name: str, row: int, fields: dict[str, str]) -> Region | list[Problem]:
    problems = []
    if not fields["accession"]:
        problems.append(Problem(name, row, "accession", "is empty", "expected such as P01137"))
    if fields["kind"] not in REGION_KINDS:
        message = f"{fields['kind']!r} is no kind of region"
        problems.append(Problem(name, row, "kind", message, f"one of {', '.join(REGION_KINDS)}"))
    for field in ("start", "end"):
        if not fields[field].isdigit() or int(fields[field]) < 1:
            message = f"{fields[field]!r} is no position"
            remedy = "expected a whole number, counted from 1"
            problems.append(Problem(name, row, field, message, remedy))
    if problems:
        return problems
    start, end = int(fields["start"]), int(fields["end"])
    if start > end:
        return [Problem(name, row, "end", f"{end} lies before the start {start}", "swap them")]
    kind = next(kind for kind in REGION_KINDS if kind == fields["kind"])
    return Region(fields["accession"], kind, start, end, fields.get("source", ""))

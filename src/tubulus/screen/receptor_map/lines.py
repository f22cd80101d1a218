"""Lines of evidence: what one source says about one receptor on one cell type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tubulus.screen.receptor_map.cell_words import PARTS, RARE, TUBULE, WITHIN_TUBULE

__all__ = [
    "LINE_SCHEMA", "PROTEIN", "RNA", "Finding", "LineKind", "find_evidence", "index_lines",
    "join_lines",
    "shape_lines",
]  # fmt: skip

LineKind = Literal["immunohistochemistry", "single-cell RNA"]
PROTEIN: LineKind = "immunohistochemistry"
RNA: LineKind = "single-cell RNA"

LINE_SCHEMA: dict[str, pl.DataType] = {
    "symbol": pl.String(),
    "cell_type": pl.String(),
    "compartment": pl.String(),
    "kind": pl.String(),
    "value": pl.Float64(),
    "label": pl.String(),
    "measure": pl.String(),
    "state": pl.String(),
    "reason": pl.String(),
    "source": pl.String(),
    "species": pl.String(),
    "disease": pl.String(),
}
"""Columns of lines of evidence; ``value`` may be null, ``state`` is present, absent or unknown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What all lines of one kind say together about a receptor on a cell type.

    Parameters
    ----------
    state : str
        present, absent or unknown.
    label, measure, reason, source : str
        In words.
    value : float or None
        Of the first line that decided.
    conflict : str
        What contradicts it, or empty.
    """

    state: str
    label: str
    reason: str
    source: str
    value: float | None = None
    measure: str = ""
    conflict: str = ""


Row = dict[str, str | float | None]
Index = dict[tuple[str, str], list[Row]]


def join_lines(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Join tables of lines in the order given: the first line speaks first where several agree."""
    return pl.concat([pl.DataFrame(schema=LINE_SCHEMA), *map(shape_lines, tables)])


def shape_lines(table: pl.DataFrame) -> pl.DataFrame:
    """Select the columns of ``LINE_SCHEMA`` in their order and types."""
    return table.select(pl.col(name).cast(kind) for name, kind in LINE_SCHEMA.items())


def index_lines(lines: pl.DataFrame, kind: LineKind) -> Index:
    """Index the lines of one kind by symbol and cell type."""
    index: Index = {}
    for row in lines.filter(pl.col("kind") == kind).iter_rows(named=True):
        index.setdefault((row["symbol"], row["cell_type"]), []).append(row)
    return index


def find_evidence(index: Index, symbol: str, cell_type: str) -> Finding | None:
    """Find what the lines say about a receptor on a cell type; None where they are silent.

    Parameters
    ----------
    index : dict
        As :func:`index_lines` returns it.
    symbol, cell_type : str
        The receptor and the cell type under the names of this project.

    Notes
    -----
    The lines of the very cell decide. Without them: a name for several cell types is present
    where one of its parts is, and absent only where every part is. A wider group of cells cannot
    place a receptor on one of its cells. It can deny it in one case: a staining that is not seen
    in the cells of the tubule, scored together, is not on a cell type that makes up much of the
    tubule; rare cells (``RARE``) stay unknown.
    """
    narrow = _read_narrow(index, symbol, cell_type)
    return narrow or _read_wider(index, symbol, cell_type)


def _read_narrow(index: Index, symbol: str, cell_type: str) -> Finding | None:
    """Read the lines of the very cell, else those of its parts and of their parts."""
    own = index.get((symbol, cell_type))
    if own:
        return _combine(own)
    parts = PARTS.get(cell_type, ())
    found = {part: f for part in parts if (f := _read_narrow(index, symbol, part))}
    return _read_parts(cell_type, found, complete=len(found) == len(parts)) if found else None


def _combine(rows: list[Row]) -> Finding:
    states = {row["state"] for row in rows}
    if {"present", "absent"} <= states:
        said = "; ".join(f"{row['state']}: {_describe(row)}" for row in rows)
        sources = _join(row["source"] for row in rows)
        return Finding("unknown", "conflict", f"sources contradict each other: {said}", sources,
                       conflict=said)  # fmt: skip
    first = next((row for row in rows if row["state"] != "unknown"), rows[0])
    agreeing = [row for row in rows if row["state"] == first["state"]]
    return _quote(first, str(first["state"]), str(first["reason"]),
                  source=_join(row["source"] for row in agreeing))  # fmt: skip


def _read_parts(cell_type: str, found: dict[str, Finding], *, complete: bool) -> Finding:
    present = [part for part, finding in found.items() if finding.state == "present"]
    if present:
        first = found[present[0]]
        reason = f"present on {', '.join(present)}, of {cell_type}: {first.reason}"
        return Finding("present", first.label, reason, first.source, first.value, first.measure)
    first = next(iter(found.values()))
    if complete and all(finding.state == "absent" for finding in found.values()):
        reason = f"absent on every part: {', '.join(found)}"
        return Finding("absent", first.label, reason, first.source, first.value, first.measure)
    reason = f"not settled for every part of {cell_type} ({', '.join(found)})"
    return Finding("unknown", "unresolved", reason, first.source)


def _read_wider(index: Index, symbol: str, cell_type: str) -> Finding | None:
    wider = _list_wholes(cell_type)
    if cell_type in WITHIN_TUBULE and TUBULE not in wider:
        wider.append(TUBULE)
    for whole in wider:
        rows = index.get((symbol, whole))
        if rows:
            return _judge_wider(_combine(rows), rows[0], whole, cell_type)
    return None


def _list_wholes(cell_type: str) -> list[str]:
    """List the names that stand for a cell type among others, the narrowest first."""
    wholes = [whole for whole, parts in PARTS.items() if cell_type in parts]
    for whole in tuple(wholes):
        wholes += [wider for wider in _list_wholes(whole) if wider not in wholes]
    return wholes


def _judge_wider(finding: Finding, row: Row, whole: str, cell_type: str) -> Finding:
    stained = row["kind"] == PROTEIN and whole == TUBULE
    if stained and finding.state == "absent" and cell_type in WITHIN_TUBULE:
        reason = "not seen in the cells of the tubule, which were scored together"
        return Finding("absent", finding.label, reason, finding.source, finding.value,
                       finding.measure)  # fmt: skip
    if cell_type in RARE:
        reason = f"{cell_type} are too few to be told from {whole}"
    else:
        reason = f"known for {whole} only; which of them is not resolved"
    return Finding("unknown", f"{whole}: {finding.label}", reason, finding.source)


def _quote(row: Row, state: str, reason: str, *, source: str) -> Finding:
    value = row["value"]
    return Finding(
        state, str(row["label"]), reason, source,
        float(value) if value is not None else None, str(row["measure"]),
    )  # fmt: skip


def _describe(row: Row) -> str:
    where = "" if row["disease"] == "not stated" else f", {row['disease']}"
    return f"{row['label']} ({row['kind']}{where}, {row['source']})"


def _join(texts: Iterable[object]) -> str:
    return "; ".join(dict.fromkeys(str(text) for text in texts))

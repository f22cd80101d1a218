"""Build the receptor table of a screen from lines of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tubulus.screen.readers import RECEPTOR_COLUMNS
from tubulus.screen.receptor_map.cell_words import resolve_cell_type
from tubulus.screen.receptor_map.lines import join_lines

__all__ = ["MAP_COLUMNS", "ReceptorMap", "build_receptor_map"]

MAP_COLUMNS = (*RECEPTOR_COLUMNS, "disease")
"""Columns of a receptor map: those of a receptor table, and the disease state of the donors."""
_KEYS = ["symbol", "cell_type"]


@dataclass(frozen=True, slots=True, eq=False)
class ReceptorMap:
    """Receptors on cell types, in the shape that the screen takes.

    Parameters
    ----------
    receptors : polars.DataFrame
        Columns ``MAP_COLUMNS``, one row a receptor and cell type, sorted.
    lines : polars.DataFrame
        The lines of evidence behind it, for the layers; columns ``LINE_SCHEMA``.
    """

    receptors: pl.DataFrame
    lines: pl.DataFrame

    def describe(self) -> tuple[str, ...]:
        """Describe the map in sentences."""
        states = dict(self.receptors["state"].value_counts().iter_rows())
        torn = (self.receptors["grade"] == "conflicting").sum()
        counts = ", ".join(f"{states.get(s, 0)} {s}" for s in ("present", "absent", "unknown"))
        genes, cells = (self.receptors[name].n_unique() for name in _KEYS)
        return (
            f"{genes} receptors on {cells} cell types: {counts}.",
            f"{torn} rows stand on evidence that contradicts itself.",
        )


def build_receptor_map(
    tables: Sequence[pl.DataFrame], *, receptors: Sequence[str] | None = None
) -> ReceptorMap:
    """Build a receptor map from tables of lines.

    Parameters
    ----------
    tables : sequence of polars.DataFrame
        Lines of evidence, columns ``LINE_SCHEMA``, in order of trust.
    receptors : sequence of str, optional
        Symbols to keep; all where left out. Lines of an atlas speak of any gene: name the
        receptors, for instance those of ``load_pairs()``.

    Returns
    -------
    ReceptorMap
        *Present* where a line says so. If another line says absent, the grade is
        ``conflicting`` and ``conflict`` says what speaks against it; nothing is averaged.
        *Absent* where a line says so and none says present. *Unknown* otherwise. What no line
        speaks of has no row.

    Raises
    ------
    ValueError
        If there is no line left.
    """
    lines = join_lines(tables)
    if receptors is not None:
        lines = lines.filter(pl.col("symbol").is_in(list(receptors)))
    if lines.is_empty():
        raise ValueError("there is no line of evidence for these receptors")
    present, absent = pl.col("state") == "present", pl.col("state") == "absent"
    settled = lines.with_columns(
        settled=pl.when(present.any().over(_KEYS))
        .then(pl.lit("present"))
        .when(absent.any().over(_KEYS))
        .then(pl.lit("absent"))
        .otherwise(pl.lit("unknown"))
    )
    speaking = pl.col("state") == pl.col("settled")
    against = (pl.col("state") == "absent") & (pl.col("settled") == "present")
    said = pl.format("{} of {} does not detect the receptor on this cell type: {}",
                     "kind", "source", "label")  # fmt: skip
    grouped = settled.group_by(_KEYS, maintain_order=True).agg(
        pl.col("compartment").first(),
        pl.col("settled").first().alias("state"),
        evidence_kind=_join(pl.col("kind").filter(speaking)),
        source=_join(pl.col("source").filter(speaking)),
        species=_join(pl.col("species").filter(speaking)),
        disease=_join(pl.col("disease").filter(speaking)),
        note=_join(pl.col("reason").filter(speaking)),
        conflict=_join(said.filter(against)),
    )
    torn = pl.col("conflict") != ""
    stated = (pl.col("disease") != "") & (pl.col("disease") != "not stated")
    table = grouped.with_columns(
        # a table that is saved and read again keeps the note and loses the column
        note=pl.concat_str(
            "note",
            pl.when(stated).then(pl.format("donors: {}", "disease")),
            _note_cells(grouped["cell_type"]),
            separator="; ",
            ignore_nulls=True,
        ),
        uniprot=pl.lit(""),
        role=pl.lit("not stated"),
        grade=pl.when(torn).then(pl.lit("conflicting")).otherwise(pl.lit("expression")),
    )
    return ReceptorMap(table.select(MAP_COLUMNS).sort(_KEYS), lines)


def _note_cells(names: pl.Series) -> pl.Expr:
    """Return what to know about the cells of each row; null where there is nothing."""
    notes = {name: resolve_cell_type(name).note or None for name in names.unique().to_list()}
    return pl.col("cell_type").replace_strict(notes, return_dtype=pl.String)


def _join(texts: pl.Expr) -> pl.Expr:
    return texts.unique(maintain_order=True).str.join("; ")

"""Read immunohistochemistry of the Human Protein Atlas as evidence for receptors by cell type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.receptor_map.atlas_files import check_words, map_atlas_genes, read_atlas_table
from tubulus.screen.receptor_map.cell_words import resolve_cell_type
from tubulus.screen.receptor_map.lines import PROTEIN, shape_lines

__all__ = ["LEVELS", "RELIABILITIES", "AtlasReading", "name_cells", "read_atlas_stainings"]

LEVELS = (
    "Not detected", "Low", "Medium", "High", "Ascending", "Descending", "N/A", "Not representative",
)  # fmt: skip
"""Levels of a staining; only the first four say how much."""
RELIABILITIES = ("Enhanced", "Supported", "Approved", "Uncertain")
"""Reliability of a staining, from the best down."""
_COLUMNS = ("Gene", "Gene name", "Tissue", "Cell type", "Level", "Reliability")
_MEASURE = "staining level: 0 not detected, 1 low, 2 medium, 3 high"


@dataclass(frozen=True, slots=True, eq=False)
class AtlasReading:
    """Lines of evidence read from a file of an atlas.

    Parameters
    ----------
    lines : polars.DataFrame
        Columns ``LINE_SCHEMA``, one row a gene and cell type.
    notes : tuple of str
        What was left out, in sentences.
    """

    lines: pl.DataFrame
    notes: tuple[str, ...]


def read_atlas_stainings(
    path: Path,
    *,
    genes: Sequence[str] | None = None,
    tissue: str = "testis",
    version: str = "version not stated",
) -> AtlasReading:
    """Read ``normal_tissue.tsv``, since version 24 ``normal_ihc_data.tsv``, of one tissue.

    Parameters
    ----------
    path : Path
        The file: zip, gzip or unpacked. Columns Gene (Ensembl), Gene name, Tissue, Cell type,
        Level and Reliability.
    genes : sequence of str, optional
        Approved symbols to keep; all where left out.
    tissue : str
        Tissue to read, in any capitals.
    version : str
        Version of the atlas, which the file does not say.

    Raises
    ------
    InputError
        With the problems of the file; also where it has no row of the tissue.

    Notes
    -----
    A rule of ours. *Present*: Low, Medium or High with a reliability of Enhanced, Supported or
    Approved. *Absent*: Not detected with one of these. *Unknown*: a reliability of Uncertain, and
    the levels Ascending, Descending, N/A and Not representative. A gene that the file does not
    list is not in the result: missing is not absent. A gene whose rows contradict each other on
    one cell type is unknown there.
    """
    frame = read_atlas_table(path, _COLUMNS)
    kept = frame.filter(pl.col("Tissue").str.to_lowercase() == tissue.lower())
    if kept.is_empty():
        tissues = ", ".join(frame["Tissue"].unique().sort().to_list()[:8])
        message = f"has no row of the tissue {tissue!r}"
        raise InputError([Problem(path.name, 0, "Tissue", message, f"it has: {tissues}, ...")])
    check_words(path, kept, "Level", LEVELS)
    check_words(path, kept, "Reliability", RELIABILITIES)
    mapped, lost = map_atlas_genes(kept, genes)
    source = f"Human Protein Atlas ({version}), immunohistochemistry, {path.name}"
    rows = mapped.with_columns(
        kind=pl.lit(PROTEIN),
        value=_grade_level(),
        label=pl.format("{} ({})", "Level", "Reliability"),
        measure=pl.lit(_MEASURE),
        state=_judge(),
        reason=_explain(),
        source=pl.lit(source),
        species=pl.lit("human"),
        disease=pl.lit("normal tissue"),
    )
    lines, notes = name_cells(rows, "Cell type")
    if lost:
        notes = (f"{lost} genes of {path.name} name no human coding gene and are left out.", *notes)
    return AtlasReading(_settle_twins(lines), notes)


def name_cells(rows: pl.DataFrame, column: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Name the cells of rows in the words of this project, and say which words it does not know.

    Returns
    -------
    lines : polars.DataFrame
        The columns of ``LINE_SCHEMA``.
    notes : tuple of str
        A sentence where words stay as they are.
    """
    words = {word: resolve_cell_type(word) for word in rows[column].unique().sort().to_list()}
    named = rows.with_columns(
        cell_type=pl.col(column).replace_strict({w: c.cell_type for w, c in words.items()}),
        compartment=pl.col(column).replace_strict({w: c.compartment for w, c in words.items()}),
    )
    odd = [word for word, cell in words.items() if not cell.is_known]
    if not odd:
        return shape_lines(named), ()
    said = "Cells that the map does not know keep their name, compartment unresolved"
    return shape_lines(named), (f"{said}: {', '.join(odd)}.",)


def _grade_level() -> pl.Expr:
    grades = {level: float(grade) for grade, level in enumerate(LEVELS[:4])}
    return pl.col("Level").replace_strict(grades, default=None, return_dtype=pl.Float64)


def _is_sure() -> pl.Expr:
    return pl.col("Reliability") != "Uncertain"


def _judge() -> pl.Expr:
    seen = pl.col("Level").is_in(LEVELS[1:4])
    return (
        pl.when(_is_sure() & seen)
        .then(pl.lit("present"))
        .when(_is_sure() & (pl.col("Level") == LEVELS[0]))
        .then(pl.lit("absent"))
        .otherwise(pl.lit("unknown"))
    )


def _explain() -> pl.Expr:
    gave_level = pl.col("Level").is_in(LEVELS[:4])
    return (
        pl.when(~_is_sure())
        .then(pl.lit("the atlas calls the staining uncertain"))
        .when(~gave_level)
        .then(pl.format("the level {} says neither present nor absent", "Level"))
        .when(pl.col("Level") == LEVELS[0])
        .then(pl.lit("scored on this cell type and not detected by a reliable antibody"))
        .otherwise(pl.lit("stained on this cell type"))
    )


def _settle_twins(lines: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a gene and cell type; unknown where rows contradict each other."""
    keys = ["symbol", "cell_type"]
    torn = pl.col("state").n_unique().over(keys) > 1
    said = pl.col("label").unique(maintain_order=True).str.join(", ").over(keys)
    settled = lines.with_columns(
        state=pl.when(torn).then(pl.lit("unknown")).otherwise("state"),
        value=pl.when(torn).then(None).otherwise("value"),
        reason=pl.when(torn).then(pl.format("rows of the atlas contradict each other: {}", said))
        .otherwise("reason"),
    )  # fmt: skip
    return settled.unique(keys, keep="first", maintain_order=True).sort(keys)

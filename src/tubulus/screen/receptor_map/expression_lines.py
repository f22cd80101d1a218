"""Evidence for receptors from the user's own expression matrix with cell labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.expression.label_summary import LabelSummary, summarise_labels
from tubulus.screen.expression.matrix import ExpressionData
from tubulus.screen.expression.normalisation import Normalisation
from tubulus.screen.identifiers.report import map_identifiers
from tubulus.screen.receptor_map.cell_words import CellWord, resolve_cell_type
from tubulus.screen.receptor_map.lines import RNA, shape_lines
from tubulus.screen.reference import load_pairs

__all__ = ["CellSource", "ExpressionReading", "PresenceRule", "derive_expression_lines"]


@dataclass(frozen=True, slots=True)
class CellSource:
    """Where the cells of a matrix come from.

    Parameters
    ----------
    source : str
        Citation or file, as it will stand beside each line.
    species : str
        Species of the cells. The genes must be human symbols whatever the species.
    disease : str
        State of the donors, for instance ``NOA``.
    """

    source: str
    species: str = "human"
    disease: str = "not stated"


@dataclass(frozen=True, slots=True)
class PresenceRule:
    """When a receptor is called present or absent on a cell type.

    Parameters
    ----------
    share : float
        Least share of expressing cells, in (0, 1); 0.1 is the default of CellPhoneDB.
    min_expressing : int
        Least number of expressing cells.

    Notes
    -----
    *Present*: share and number reach their limits. *Absent*: the upper 95 % limit of the share
    (Clopper and Pearson) lies below ``share``; with no expressing cell that takes 29 cells at 0.1.
    *Unknown*: anything else. The limit takes cells as independent, which cells of one donor are
    not, and RNA that is not seen does not prove that the protein is absent.
    """

    share: float = 0.1
    min_expressing: int = 3

    def __post_init__(self) -> None:
        if not 0.0 < self.share < 1.0 or self.min_expressing < 1:
            raise ValueError("share must lie in (0, 1) and min_expressing be 1 or more")


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionReading:
    """Lines of evidence from a matrix.

    Parameters
    ----------
    lines : polars.DataFrame
        Columns ``LINE_SCHEMA``, one row a receptor and cell type.
    summary : LabelSummary
        The numbers behind them, by symbol and cell type.
    notes : tuple of str
        What was found, renamed or left out, in sentences.
    """

    lines: pl.DataFrame
    summary: LabelSummary
    notes: tuple[str, ...]


def derive_expression_lines(
    data: ExpressionData,
    origin: CellSource,
    *,
    receptors: Sequence[str] | None = None,
    rule: PresenceRule | None = None,
    normalisation: Normalisation | Literal["auto"] = "auto",
) -> ExpressionReading:
    """Derive what a matrix says about receptors on its cell types.

    Parameters
    ----------
    data : ExpressionData
        The whole matrix; genes under symbols, Ensembl ids or other human identifiers.
    origin : CellSource
        Source, species and disease state.
    receptors : sequence of str, optional
        Approved symbols; the receptors of the pair table where left out.
    rule : PresenceRule, optional
        When a receptor is present or absent.
    normalisation : str
        What the values are; ``auto`` finds it.

    Raises
    ------
    InputError
        If most genes are those of another species, no receptor is among them, or the
        normalisation cannot be told.

    Notes
    -----
    Labels that mean one cell type are pooled before anything is counted. A receptor that the
    matrix does not hold (for instance because it keeps variable genes only) has no line.
    """
    rule = rule or PresenceRule()
    wanted = load_pairs()["receptor"].unique().sort().to_list() if receptors is None else receptors
    data, mapping_notes = _rename_genes(data)
    words = [resolve_cell_type(label) for label in data.labels]
    data = _pool_labels(data, words)
    summary = summarise_labels(data, wanted, normalisation=normalisation)
    if summary.frame.is_empty():
        raise _fail("holds none of the receptors", "expected human gene symbols as names of genes")
    notes = (*mapping_notes, *_describe(words, summary, len(wanted)))
    return ExpressionReading(_make_lines(summary, words, origin, rule), summary, notes)


def _rename_genes(data: ExpressionData) -> tuple[ExpressionData, tuple[str, ...]]:
    """Put genes under approved symbols; an approved name goes before an alias of the same gene."""
    report = map_identifiers(data.genes)
    counts = report.counts
    if report.looks_foreign or counts["not_human"] > counts["mapped"] + counts["repaired"]:
        foreign = next(name.given for name in report.names if name.state == "not_human")
        raise _fail(
            f"names most genes as another species does, for instance {foreign!r}",
            "map them to human orthologues and save the matrix under human symbols; a mouse "
            "symbol is not guessed to be the human gene",
        )
    taken = {name.symbol for name in report.names if name.symbol == name.given}
    genes: list[str] = []
    twice = 0
    for place, name in enumerate(report.names):
        symbol = name.symbol
        if symbol is None or (symbol in taken and symbol != name.given):
            twice += symbol is not None
            # a name that no screen asks for: it still counts in the depth of a cell
            genes.append(f"#{place} {name.given}")
        else:
            taken.add(symbol)
            genes.append(symbol)
    lost = sum(name.symbol is None for name in report.names)
    notes = [f"{len(genes) - lost - twice} of {len(genes)} genes are human coding genes."]
    if twice:
        notes.append(f"{twice} further names of such genes were not added to them.")
    return replace(data, genes=tuple(genes)), tuple(notes)


def _pool_labels(data: ExpressionData, words: Sequence[CellWord]) -> ExpressionData:
    names = np.array([word.cell_type for word in words])
    labels, place = np.unique(names, return_inverse=True)
    codes = place[data.codes].astype(np.int64)
    return replace(data, labels=tuple(labels.tolist()), codes=codes)


def _describe(words: Sequence[CellWord], summary: LabelSummary, wanted: int) -> tuple[str, ...]:
    new = [word for word in words if word.is_known and word.given != word.cell_type]
    renamed = [f"{word.given} as {word.cell_type}" for word in new]
    odd = [word.given for word in words if not word.is_known]
    notes = [f"The matrix was taken for {summary.normalisation}; {summary.measure}."]
    if renamed:
        notes.append(f"Labels were read: {'; '.join(renamed)}.")
    if odd:
        notes.append(
            f"Labels that the map does not know stay, compartment unresolved: {', '.join(odd)}."
        )
    if summary.missing:
        notes.append(
            f"{len(summary.missing)} of {wanted} receptors are not in the matrix: unknown, not "
            "absent."
        )
    return tuple(notes)


def _make_lines(
    summary: LabelSummary, words: Sequence[CellWord], origin: CellSource, rule: PresenceRule
) -> pl.DataFrame:
    side = {word.cell_type: word.compartment for word in words}
    labels = summary.frame["label"].n_unique()
    tau = pl.col("tau").round(2).cast(pl.String).fill_null("unknown")
    percent = (100 * pl.col("share")).round(1).cast(pl.String)
    rows = summary.frame.with_columns(
        pl.col("gene").alias("symbol"),
        pl.col("label").alias("cell_type"),
        compartment=pl.col("label").replace_strict(side),
        kind=pl.lit(RNA),
        value=pl.col("mean"),
        measure=pl.lit(f"{summary.measure}; tau over {labels} cell types"),
        source=pl.lit(origin.source),
        species=pl.lit(origin.species),
        disease=pl.lit(origin.disease),
        state=_judge(rule),
        reason=_explain(rule),
        label=pl.format(
            "mean {}, {} of {} cells ({} %), tau {}",
            pl.col("mean").round(3), "n_expressing", "n_cells", percent, tau,
        ),
    )  # fmt: skip
    return shape_lines(rows)


def _is_present(rule: PresenceRule) -> pl.Expr:
    enough = pl.col("n_expressing") >= rule.min_expressing
    return (pl.col("share") >= rule.share) & enough


def _judge(rule: PresenceRule) -> pl.Expr:
    return (
        pl.when(_is_present(rule))
        .then(pl.lit("present"))
        .when(pl.col("share_upper") < rule.share)
        .then(pl.lit("absent"))
        .otherwise(pl.lit("unknown"))
    )


def _explain(rule: PresenceRule) -> pl.Expr:
    limit = (100 * pl.col("share_upper")).round(1)
    least = f"{100 * rule.share:g} %"
    denied = f"RNA in at most {{}} % of the cells (upper 95 % limit), less than {least}"
    open_ = f"{{}} of {{}} cells express it; the upper 95 % limit, {{}} %, is not below {least}"
    return (
        pl.when(_is_present(rule))
        .then(pl.lit(f"RNA in at least {least} of the cells"))
        .when(pl.col("share_upper") < rule.share)
        .then(pl.format(denied, limit))
        .otherwise(pl.format(open_, "n_expressing", "n_cells", limit))
    )


def _fail(message: str, remedy: str) -> InputError:
    return InputError([Problem("expression matrix", 0, "", message, remedy)])

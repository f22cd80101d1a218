"""The layer of receptor RNA: whether cells of the type express the receptor."""

from __future__ import annotations

import polars as pl

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.receptor_map.lines import RNA, Finding, find_evidence, index_lines

__all__ = ["derive_receptor_rna_layer"]

Bulk = dict[str, tuple[float, str, str]]


def derive_receptor_rna_layer(
    receptors: pl.DataFrame,
    lines: pl.DataFrame | None = None,
    *,
    bulk: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Derive what RNA says about each receptor and cell type of a table.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, evidence_kind, source.
    lines : polars.DataFrame, optional
        Lines of evidence, of a matrix or of an atlas.
    bulk : polars.DataFrame, optional
        RNA of the whole tissue, as
        :func:`~tubulus.screen.receptor_map.atlas_rna.read_atlas_tissue_rna` returns it: context,
        which settles no cell type.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``receptor_rna``. Value: mean expression, in the unit that ``measure``
        names; label: mean, share of expressing cells and tau where the source has them.

    Notes
    -----
    Where no line speaks, single-cell RNA that the table itself names counts, without a value.
    """
    index = index_lines(lines, RNA) if lines is not None else {}
    whole: Bulk = {}
    if bulk is not None:
        rows_ = bulk.select("symbol", "value", "unit", "source").iter_rows()
        whole = {symbol: (value, unit, source) for symbol, value, unit, source in rows_}
    rows = []
    keys = ["symbol", "cell_type", "evidence_kind", "source"]
    for symbol, cell, kind, source in receptors.select(keys).iter_rows():
        found = find_evidence(index, symbol, cell) or _read_table(kind, source)
        found = found or _read_bulk(whole, symbol)
        rows.append(
            {
                "receptor": symbol, "cell_type": cell, "value": found.value,
                "label": found.label, "measure": found.measure, "state": found.state,
                "reason": found.reason, "source": found.source,
            }
        )  # fmt: skip
    schema = {"receptor": pl.String, "cell_type": pl.String, "value": pl.Float64} | dict.fromkeys(
        ("label", "measure", "state", "reason", "source"), pl.String
    )
    return make_evidence("receptor_rna", pl.DataFrame(rows, schema=schema))


def _read_table(kind: str, source: str) -> Finding | None:
    if RNA not in kind:
        return None
    reason = "the receptor table rests on single-cell RNA of this cell type"
    return Finding("present", "RNA in this cell type", reason, source)


def _read_bulk(whole: Bulk, symbol: str) -> Finding:
    if symbol in whole:
        value, unit, source = whole[symbol]
        reason = "RNA of the whole tissue does not tell which cell has it"
        return Finding("unknown", f"whole tissue: {value:.1f} {unit}", reason, source)
    reason = "no RNA of this receptor in this cell type was given: unknown, not absent"
    return Finding("unknown", "no RNA data", reason, "none")

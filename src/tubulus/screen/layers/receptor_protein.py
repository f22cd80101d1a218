"""The layer of receptor protein: whether the receptor is stained on the cell type."""

from __future__ import annotations

import polars as pl

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.receptor_map.cell_words import RARE, WITHIN_TUBULE
from tubulus.screen.receptor_map.lines import PROTEIN, Finding, find_evidence, index_lines

__all__ = ["derive_receptor_protein_layer"]

# words of the receptor tables: what `conflict` says where a staining does not see the receptor
_DENIED, _TOGETHER, _UNCERTAIN = "does not detect", "scored together", "uncertain"


def derive_receptor_protein_layer(
    receptors: pl.DataFrame, lines: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Derive what stainings say about each receptor and cell type of a table.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, evidence_kind, conflict, source.
    lines : polars.DataFrame, optional
        Lines of evidence, for instance of
        :func:`~tubulus.screen.receptor_map.stainings.read_atlas_stainings`.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``receptor_protein``. Value: staining level from 0 (not detected) to 3
        (high); label: level and reliability.

    Notes
    -----
    Where no line speaks, what the table itself says of immunohistochemistry counts, without a
    value. A negative staining of the cells of the tubule, scored together, denies a receptor on
    the cells that make up the tubule, never on spermatogonial stem cells, which are too few.
    """
    index = index_lines(lines, PROTEIN) if lines is not None else {}
    keys = ["symbol", "cell_type", "evidence_kind", "conflict", "source"]
    rows = []
    for symbol, cell, kind, conflict, source in receptors.select(keys).iter_rows():
        found = find_evidence(index, symbol, cell)
        found = found or _read_table(cell, kind, conflict, source)
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
    return make_evidence("receptor_protein", pl.DataFrame(rows, schema=schema))


def _read_table(cell: str, kind: str, conflict: str, source: str) -> Finding:
    """Read what the receptor table itself says of immunohistochemistry."""
    if PROTEIN in kind:
        reason = "the receptor table rests on immunohistochemistry of this cell type"
        return Finding("present", "stained", reason, source)
    if PROTEIN in conflict and _DENIED in conflict:
        together = _TOGETHER in conflict
        blind = cell in RARE or (together and cell not in WITHIN_TUBULE)
        if blind or _UNCERTAIN in conflict:
            return Finding("unknown", "not detected, without proof", conflict, source)
        return Finding("absent", "not detected", conflict, source)
    reason = "no staining of this receptor on this cell type was given: unknown, not absent"
    return Finding("unknown", "no staining", reason, "none")

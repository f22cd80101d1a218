"""The table of evidence: one row a layer and what it speaks of, with value, state and source."""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl

__all__ = [
    "EVIDENCE_SCHEMA",
    "LAYERS",
    "LAYER_KEYS",
    "STATES",
    "EvidenceState",
    "Layer",
    "make_evidence",
]

Layer = Literal[
    "knowledge", "complex", "physical", "detection", "topology",
    "receptor_protein", "receptor_rna", "barrier", "downstream",
]  # fmt: skip
LAYERS: tuple[Layer, ...] = get_args(Layer)
"""Layers of evidence, in the order in which a dossier shows them."""
EvidenceState = Literal["present", "absent", "unknown"]
STATES: tuple[EvidenceState, ...] = get_args(EvidenceState)

LAYER_KEYS: dict[Layer, tuple[str, ...]] = {
    "knowledge": ("ligand", "receptor"),
    "complex": ("ligand", "receptor", "cell_type"),
    "physical": ("ligand", "receptor"),
    "detection": ("ligand",),
    "topology": ("ligand",),
    "receptor_protein": ("receptor", "cell_type"),
    "receptor_rna": ("receptor", "cell_type"),
    "barrier": ("receptor", "cell_type"),
    "downstream": ("receptor",),
}
"""What each layer speaks of; its other keys are null."""

EVIDENCE_SCHEMA: dict[str, pl.DataType] = {
    "layer": pl.String(),
    "ligand": pl.String(),
    "receptor": pl.String(),
    "cell_type": pl.String(),
    "value": pl.Float64(),
    "label": pl.String(),
    "measure": pl.String(),
    "state": pl.String(),
    "reason": pl.String(),
    "source": pl.String(),
}
"""Columns of the table of evidence."""

_KEYS = ("ligand", "receptor", "cell_type")


def make_evidence(layer: Layer, rows: pl.DataFrame) -> pl.DataFrame:
    """Make rows of evidence of one layer, in the columns of ``EVIDENCE_SCHEMA``.

    Parameters
    ----------
    layer : str
        The layer.
    rows : polars.DataFrame
        The keys of the layer, and ``label``, ``state``, ``reason``, ``source``; ``value`` (null
        where there is none) and ``measure`` where the layer has a number.

    Returns
    -------
    polars.DataFrame
        One row each, sorted by key; keys that the layer does not speak of are null.

    Raises
    ------
    ValueError
        If a key of the layer is missing in a row or stands twice, or a state is not known.
    """
    keys = LAYER_KEYS[layer]
    absent = {name: pl.lit(None) for name in (*_KEYS, "value") if name not in rows.columns}
    texts = {name: pl.lit("") for name in ("measure",) if name not in rows.columns}
    frame = rows.with_columns(layer=pl.lit(layer), **absent, **texts)
    frame = frame.select(pl.col(name).cast(kind) for name, kind in EVIDENCE_SCHEMA.items())
    if frame.select(pl.any_horizontal(pl.col(keys).is_null()).any()).item():
        raise ValueError(f"a row of the layer {layer} lacks one of {', '.join(keys)}")
    if frame.select(pl.struct(keys).is_duplicated().any()).item():
        raise ValueError(f"the layer {layer} says two things of one {' and '.join(keys)}")
    if not frame["state"].is_in(STATES).all():
        raise ValueError(f"a state of the layer {layer} is none of {', '.join(STATES)}")
    return frame.sort(keys)

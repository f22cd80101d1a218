"""The layer of the blood-testis barrier: the side on which the cell type stands."""

from __future__ import annotations

import polars as pl

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.receptor_map.cell_words import BARRIER_SOURCE

__all__ = ["derive_barrier_layer"]

_LEAK = "the barrier may leak in non-obstructive azoospermia"
_REASONS = {
    "basal": "outside the barrier, in or on the wall of the tubule; the route of delivery decides "
    "whether vesicles come there",
    "adluminal": "inside the barrier: vesicles given from the blood or the interstitium would have "
    f"to cross it, those given into the tubule not; {_LEAK}",
    "interstitial": "between the tubules, outside the barrier",
    "unresolved": "the side of the barrier is not known for this cell name",
}
_SERTOLI = (
    "a Sertoli cell spans the barrier; on which side the receptor sits is not known, and only the "
    f"basal side is reached from outside; {_LEAK}"
)
_SPERMATOCYTES = "; preleptotene and leptotene spermatocytes are still outside"
_SOURCE = f"side of the cell type: table of this project after {BARRIER_SOURCE}"
_OWN = "side of the cell type: as the receptor table states it"


def derive_barrier_layer(receptors: pl.DataFrame) -> pl.DataFrame:
    """Derive on which side of the blood-testis barrier each receptor's cell type stands.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, compartment (basal, adluminal, interstitial, unresolved).

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``barrier``, without a value. State present: the side is known, and the
        label names it; unknown: it is not. Never absent: a side is no evidence against a pair, the
        route of delivery decides.
    """
    cell, side = pl.col("cell_type"), pl.col("compartment")
    spans = (cell == "Sertoli cells") & (side == "unresolved")
    known = side.is_in(["basal", "adluminal", "interstitial"])
    reason = side.replace_strict(_REASONS, default=_REASONS["unresolved"])
    generic = (cell == "spermatocytes") & (side == "adluminal")
    rows = receptors.select(
        pl.col("symbol").alias("receptor"),
        "cell_type",
        label=pl.when(spans).then(pl.lit("spans the barrier")).otherwise(side),
        state=pl.when(known).then(pl.lit("present")).otherwise(pl.lit("unknown")),
        reason=pl.when(spans)
        .then(pl.lit(_SERTOLI))
        .when(generic)
        .then(reason + _SPERMATOCYTES)
        .otherwise(reason),
        source=pl.when(known | spans).then(pl.lit(_SOURCE)).otherwise(pl.lit(_OWN)),
    )
    return make_evidence("barrier", rows)

"""Which decoy partners each asked pair was compared with."""

from __future__ import annotations

import numpy as np
import polars as pl

from tubulus.dock.calibration.matching import choose_block, derive_decoy_mask
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings

__all__ = ["DECOY_PARTNER_SCHEMA", "list_decoy_partners"]

DECOY_PARTNER_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "side": pl.String,
    "decoy": pl.String,
}
"""One row a decoy partner of an asked pair; ``side`` is the one on which the decoy stands."""


def list_decoy_partners(scores: ScoreTable, settings: CalibrationSettings) -> pl.DataFrame:
    """List the decoy partners that the null of each asked pair is made of.

    Parameters
    ----------
    scores : ScoreTable
        Asked and decoy pairs.
    settings : CalibrationSettings
        Those that the pairs were calibrated with.

    Returns
    -------
    polars.DataFrame
        ``DECOY_PARTNER_SCHEMA``; pairs without a score or without decoy partners have no row.
    """
    mask = derive_decoy_mask(scores)
    rows: list[tuple[str, str, str, str]] = []
    for i, j in np.argwhere(scores.asked & scores.evaluable).tolist():
        block = choose_block(scores, mask, (i, j), settings)
        pair = scores.fixed.names[i], scores.mobile.names[j]
        for side, names, places in (
            ("fixed", scores.fixed.names, block.rows),
            ("mobile", scores.mobile.names, block.columns),
        ):
            rows += [(*pair, side, names[place]) for place in places.tolist()]
    return pl.DataFrame(rows, schema=DECOY_PARTNER_SCHEMA, orient="row")

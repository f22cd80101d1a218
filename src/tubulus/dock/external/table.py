"""Scores of other programs as one long table that further evidence can join."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from tubulus.dock.external.predictions import CHAIN_REMARKS, ExternalPrediction, ExternalScore

__all__ = ["EXTERNAL_SCORES_SCHEMA", "tabulate_scores"]

EXTERNAL_SCORES_SCHEMA: Final[dict[str, Any]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "engine": pl.String,
    "version": pl.String,
    "model": pl.String,
    "rank": pl.Int64,
    "score": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "higher_is_better": pl.Boolean,
    "state": pl.String,
    "reason": pl.String,
    "source": pl.String,
    "formula_source": pl.String,
    "fixed_chains": pl.String,
    "mobile_chains": pl.String,
}
"""Columns of the table, one row for each score of each model.

``state`` is ``evaluated``; ``not_evaluable`` where the interface of that model is too uncertain,
whatever ``value`` holds; or ``unknown`` where the program's files do not hold the value. ``value``
is null for an unknown score. ``source`` is the file, ``formula_source`` the origin of the formula.
``fixed_chains`` and ``mobile_chains`` are the chains of the model that were taken for each partner,
null where none were.
"""


def tabulate_scores(predictions: Iterable[ExternalPrediction]) -> pl.DataFrame:
    """Tabulate the scores of predictions, in the order of the predictions and of their scores.

    Scores of different engines share names only where they share the formula; ``ipsae`` of two
    engines differs by the limit on the predicted aligned error that ``formula_source`` tells.
    """
    rows = [
        _make_row(prediction, score) for prediction in predictions for score in prediction.scores
    ]
    return pl.DataFrame(rows, schema=EXTERNAL_SCORES_SCHEMA, orient="row")


def _make_row(prediction: ExternalPrediction, score: ExternalScore) -> tuple[object, ...]:
    state: str = prediction.state
    if state == "evaluated" and score.value is None:
        state = "unknown"
    # of a model with one chain alone the scores say so too
    own = "" if score.reason and score.reason in prediction.reason else score.reason
    remark = CHAIN_REMARKS.get(prediction.chain_origin, "")
    reasons = [text for text in (own, prediction.reason, remark) if text]
    return (
        prediction.pair.fixed,
        prediction.pair.mobile,
        prediction.engine,
        prediction.version,
        prediction.model,
        prediction.rank,
        score.name,
        score.value,
        score.unit,
        score.higher_is_better,
        state,
        "; ".join(reasons),
        prediction.source,
        score.formula_source,
        ", ".join(prediction.pair.fixed_chains) or None,
        ", ".join(prediction.pair.mobile_chains) or None,
    )

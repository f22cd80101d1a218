"""Predictions of asked pairs set against those of decoy pairs, program by program."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import polars as pl

from tubulus.dock.calibration.matching import leave_out_decoys
from tubulus.dock.calibration.pair_calibration import PAIR_CALIBRATION_SCHEMA, calibrate_pairs
from tubulus.dock.calibration.score_table import ScoreTable, build_score_table
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.predictions.best_models import BestModel, choose_score, find_best_models
from tubulus.runs.docking.predictions.remarks import (
    describe_prediction,
    summarise_engine,
    tell_alone,
    tell_left_out,
    tell_models,
)
from tubulus.runs.docking.reading.predictions import ReadPredictions

__all__ = ["EXTERNAL_CALIBRATION_SCHEMA", "calibrate_predictions"]

Pair = tuple[str, str]

_OWN: Final[dict[str, type[pl.DataType]]] = {
    "engine": pl.String,
    "score_name": pl.String,
    "model": pl.String,
    "rank": pl.Int64,
    "n_models": pl.Int64,
    "source": pl.String,
    "doubt": pl.String,
    "sentence": pl.String,
}
EXTERNAL_CALIBRATION_SCHEMA: Final = PAIR_CALIBRATION_SCHEMA | _OWN
"""One row an asked pair and program.

``score_name`` is the score that is compared, ``model`` the model that it is of, ``rank`` its rank
among the ``n_models`` of its job, ``source`` its file below the folder. ``doubt`` says why the
interface of that model is uncertain; null where it is not.
"""

_WORST: Final = 0.0
"""The least value of each score; many pairs have an ipSAE of exactly 0."""


def calibrate_predictions(
    read: ReadPredictions,
    result: CampaignResult,
    asked: Collection[Pair],
    settings: DockSettings,
    *,
    excluded: Collection[Pair] = (),
) -> tuple[pl.DataFrame | None, tuple[str, ...]]:
    """Set the predictions of asked pairs against those of decoy pairs, engine by engine.

    Parameters
    ----------
    read : ReadPredictions
        What the folder holds.
    result : CampaignResult
        The campaign, for its partners.
    asked : collection of (fixed, mobile)
        Pairs about which something is to be said.
    settings : DockSettings
        How they are calibrated.
    excluded : collection of (fixed, mobile)
        Pairs that are no decoy pairs, for their partners come from one complex; nor are pairs that
        are homologous to one of them.

    Returns
    -------
    table : polars.DataFrame or None
        ``EXTERNAL_CALIBRATION_SCHEMA``; None where no engine has predictions of decoy pairs.
    notes : tuple of str
        For each engine how many pairs score more favourably and by which score of which model,
        and what was left out; or why nothing can be said.

    Notes
    -----
    These scores are shares with 0 as the worst, and ipSAE is exactly 0 for many pairs. There the
    effects of rows and columns are not additive: 0 beside low-scoring partners would have a large
    residual. So a pair with 0 gets p = 1.

    A model whose interface has a low pLDDT keeps its score, be its pair asked or a decoy pair. Low
    confidence is what a program mostly says of two proteins that do not meet: a null without such
    models would be too hard to beat, with few pairs left in it, and an asked pair dropped for its
    confidence would be judged by another rule than its decoy pairs. The doubt is told beside p.
    """
    wanted = frozenset(asked)
    tables: list[pl.DataFrame] = []
    notes: list[str] = []
    for engine in sorted({prediction.engine for prediction in read.predictions}):
        found = find_best_models(p for p in read.predictions if p.engine == engine)
        whole = [model for model in found.values() if model.is_whole]
        notes += tell_alone(engine, [pair for pair, model in found.items() if not model.is_whole])
        notes += tell_models(engine, whole, wanted)
        name, why = _choose(engine, whole, wanted, {*excluded})
        if name is None:
            notes += why
            continue
        complete = _tabulate(whole, name, result, wanted, settings)
        scores = leave_out_decoys(complete, excluded)
        table = _calibrate(scores, {model.pair: model for model in whole}, name, settings)
        notes.append(summarise_engine(engine, name, table))
        notes += tell_left_out(engine, name, whole, wanted, (complete, scores))
        tables.append(table)
    return (pl.concat(tables) if tables else None), tuple(notes)


def _choose(
    engine: str, models: Sequence[BestModel], asked: frozenset[Pair], excluded: set[Pair]
) -> tuple[str | None, tuple[str, ...]]:
    """Choose the score of a program; None with the reason where nothing can be compared."""
    pairs = {model.pair for model in models}
    if not asked & pairs:
        return None, ()
    if not pairs - asked - excluded:
        why = (
            f"No decoy predictions by {engine}: how high its scores are for partners that are "
            "not known to meet is unknown, so they are shown and not calibrated."
        )
        return None, (why,)
    name = choose_score(models, asked)
    if name is None:
        return None, (f"The files of {engine} hold no score by which pairs can be compared.",)
    return name, ()


def _tabulate(
    models: Sequence[BestModel],
    name: str,
    result: CampaignResult,
    asked: frozenset[Pair],
    settings: DockSettings,
) -> ScoreTable:
    rows = [
        (*model.pair, model.get_value(name), "asked" if model.pair in asked else "decoy")
        for model in models
    ]
    schema = {
        "fixed": pl.String,
        "mobile": pl.String,
        "score": pl.Float64,
        "role": pl.String,
    }
    return build_score_table(
        pl.DataFrame(rows, schema=schema, orient="row"),
        result.fixed_partners,
        result.mobile_partners,
        higher_is_better=True,
        least_residues=settings.preparation.least_residues,
    )


def _calibrate(
    scores: ScoreTable, models: dict[Pair, BestModel], name: str, settings: DockSettings
) -> pl.DataFrame:
    pairs = calibrate_pairs(scores, settings.calibration, worst=_WORST).pairs
    rows = []
    for row in pairs.select(*PAIR_CALIBRATION_SCHEMA).to_dicts():
        model = models[row["fixed"], row["mobile"]]
        rows.append(_add_model(row, model, name))
    return pl.DataFrame(rows, schema=EXTERNAL_CALIBRATION_SCHEMA)


def _add_model(row: dict[str, object], model: BestModel, name: str) -> dict[str, object]:
    prediction = model.prediction
    missing = next((s.reason for s in prediction.scores if s.name == name and s.reason), None)
    if row["state"] == "not scored" and missing:
        row = row | {"reason": missing}
    row = row | {
        "engine": prediction.engine,
        "score_name": name,
        "model": prediction.model,
        "rank": prediction.rank,
        "n_models": model.n_models,
        "source": prediction.source,
        "doubt": prediction.reason if prediction.state == "not_evaluable" else None,
    }
    return row | {"sentence": describe_prediction(row)}

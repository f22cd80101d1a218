"""Predictions of other programs on the pairs of a campaign, calibrated where they allow it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.dock.calibration.matching import leave_out_decoys
from tubulus.dock.calibration.pair_calibration import PAIR_CALIBRATION_SCHEMA, calibrate_pairs
from tubulus.dock.calibration.score_table import ScoreTable, build_score_table
from tubulus.dock.calibration.wording import describe_pair
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.dock.external.read import read_predictions
from tubulus.dock.external.table import tabulate_scores
from tubulus.dock.settings.docking import DockSettings

__all__ = ["ReadPredictions", "calibrate_predictions", "read_campaign_predictions"]

Pair = tuple[str, str]

_RANKING_SCORES = ("ipsae", "iptm_pair", "iptm")
"""Scores by which pairs are compared; the first that an engine gives for every pair."""
_WORST = 0.0
"""The least value of each of them; many pairs have an ipSAE of exactly 0."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadPredictions:
    """Predictions of a folder.

    Attributes
    ----------
    predictions : tuple of ExternalPrediction
        All models of all pairs.
    scores : polars.DataFrame
        ``EXTERNAL_SCORES_SCHEMA``.
    notes : tuple of str
        Models that could not be read, jobs whose name stands for two pairs, and asked pairs
        without a prediction.
    """

    predictions: tuple[ExternalPrediction, ...]
    scores: pl.DataFrame
    notes: tuple[str, ...]


def read_campaign_predictions(
    folder: Path, fixed: Collection[str], mobile: Collection[str], asked: Collection[Pair]
) -> ReadPredictions:
    """Read predictions whose jobs are named after pairs of partners: ``fixed_mobile``.

    Parameters
    ----------
    folder : Path
        Results of AlphaFold 3, Boltz or ColabFold.
    fixed, mobile : collection of str
        Names of partners; every pair of them may have a prediction. The first protein chain of a
        model is the fixed partner.
    asked : collection of (fixed, mobile)
        Pairs whose missing prediction is told.

    Raises
    ------
    InputError
        If the folder holds no prediction that is read.
    """
    pairs = [PredictedPair(f, m) for f in sorted(fixed) for m in sorted(mobile)]
    reading = read_predictions(folder, pairs)
    missing = {(pair.fixed, pair.mobile) for pair in reading.without_prediction}
    lacking = [f"{f} with {m}" for f, m in sorted(asked) if (f, m) in missing]
    notes = [f"Prediction: {problem}." for problem in reading.problems]
    if lacking:
        notes.append(f"No prediction of another program for {', '.join(lacking)}.")
    return ReadPredictions(reading.predictions, tabulate_scores(reading.predictions), tuple(notes))


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
        ``PAIR_CALIBRATION_SCHEMA`` with ``engine``, ``score_name`` and ``sentence``; None where no
        engine has predictions of decoy pairs.
    notes : tuple of str
        Engines of which nothing can be said, with the reason, and pairs whose model does not hold
        two chains: they are left out.

    Notes
    -----
    These scores are shares with 0 as the worst, and ipSAE is exactly 0 for many pairs. There the
    effects of rows and columns are not additive: 0 beside low-scoring partners would have a large
    residual. So a pair with 0 gets p = 1.
    """
    wanted = frozenset(asked)
    tables: list[pl.DataFrame] = []
    notes: list[str] = []
    for engine in sorted({prediction.engine for prediction in read.predictions}):
        ranked = [p for p in read.predictions if p.engine == engine and p.rank == 1]
        # of two jobs of one pair the first by name counts
        whole = [p for p in ranked if p.pair.fixed_chains]
        found = {_get_names(p): p for p in reversed(whole)}
        best = list(found.values())
        notes += _tell_alone(engine, {_get_names(p) for p in ranked} - found.keys())
        if not found.keys() - wanted - {*excluded}:
            notes.append(
                f"No decoy predictions by {engine}: how high its scores are for partners that are "
                "not known to meet is unknown, so they are shown and not calibrated."
            )
            continue
        name = _choose_score(best)
        if name is None:
            notes.append(f"The files of {engine} hold no score by which pairs can be compared.")
            continue
        scores = _tabulate(best, name, result, wanted, settings)
        scores = leave_out_decoys(scores, excluded)
        tables.append(_calibrate(scores, engine, name, settings))
    return (pl.concat(tables) if tables else None), tuple(notes)


def _get_names(prediction: ExternalPrediction) -> Pair:
    return prediction.pair.fixed, prediction.pair.mobile


def _tell_alone(engine: str, pairs: Collection[Pair]) -> list[str]:
    """Tell of which pairs a model holds one chain, so that it has no score of an interface."""
    if not pairs:
        return []
    listed = ", ".join(f"{fixed} with {mobile}" for fixed, mobile in sorted(pairs))
    said = f"Models by {engine} that hold one protein chain only are left out of the calibration"
    return [f"{said}: {listed}."]


def _choose_score(best: list[ExternalPrediction]) -> str | None:
    for name in _RANKING_SCORES:
        values = [s.value for p in best for s in p.scores if s.name == name]
        if len(values) == len(best) and None not in values:
            return name
    return None


def _tabulate(
    best: list[ExternalPrediction],
    name: str,
    result: CampaignResult,
    asked: frozenset[Pair],
    settings: DockSettings,
) -> ScoreTable:
    rows = [
        {
            "fixed": p.pair.fixed,
            "mobile": p.pair.mobile,
            "score": p.get_score(name).value,
            "role": "asked" if _get_names(p) in asked else "decoy",
            "reason": (p.reason or "not evaluable") if p.state == "not_evaluable" else None,
        }
        for p in best
    ]
    schema = dict.fromkeys(("fixed", "mobile", "role", "reason"), pl.String) | {"score": pl.Float64}
    return build_score_table(
        pl.DataFrame(rows, schema=schema),
        result.fixed_partners,
        result.mobile_partners,
        higher_is_better=True,
        least_residues=settings.preparation.least_residues,
    )


def _calibrate(scores: ScoreTable, engine: str, name: str, settings: DockSettings) -> pl.DataFrame:
    pairs = calibrate_pairs(scores, settings.calibration, worst=_WORST).pairs.select(
        *PAIR_CALIBRATION_SCHEMA
    )
    sentences = [describe_pair(row) for row in pairs.to_dicts()]
    return pairs.with_columns(
        pl.lit(engine).alias("engine"),
        pl.lit(name).alias("score_name"),
        pl.Series("sentence", sentences, dtype=pl.String),
    )

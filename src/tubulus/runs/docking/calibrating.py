"""Scores of a campaign set against those of its decoy partners, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tubulus.dock.calibration.discrimination import AucEstimate, estimate_campaign_auc
from tubulus.dock.calibration.pair_calibration import PAIR_CALIBRATION_SCHEMA, calibrate_pairs
from tubulus.dock.calibration.score_table import ScoreTable, build_score_table
from tubulus.dock.calibration.wording import describe_pair
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["CalibratedPairs", "calibrate_campaign", "estimate_own_discrimination"]

_NOT_DOCKED = ("failed", "not docked")


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedPairs:
    """The calibrated table of asked pairs, and the scores that it rests on.

    Attributes
    ----------
    pairs : polars.DataFrame
        ``PAIR_CALIBRATION_SCHEMA`` with ``sentence`` and ``evidence_rank``.
    scores : ScoreTable
        Asked and decoy pairs.
    """

    pairs: pl.DataFrame
    scores: ScoreTable


def calibrate_campaign(
    result: CampaignResult, settings: DockSettings, ranks: Mapping[tuple[str, str], int]
) -> CalibratedPairs:
    """Calibrate the asked pairs of a campaign.

    Parameters
    ----------
    result : CampaignResult
        Merged tables.
    settings : DockSettings
        Of the campaign.
    ranks : mapping of (fixed, mobile) to int
        Rank on the shortlist, where it is known.
    """
    docking = result.pair_docking
    # a pair that failed has no score; it was not found unfit beforehand
    reason = pl.when(~pl.col("state").is_in(_NOT_DOCKED)).then("reason").alias("reason")
    scores = build_score_table(
        docking.with_columns(reason),
        result.fixed_partners,
        result.mobile_partners,
        higher_is_better=True,
        least_residues=settings.preparation.least_residues,
    )
    pairs = calibrate_pairs(scores, settings.calibration).pairs
    failures = docking.filter(pl.col("state").is_in(_NOT_DOCKED)).select(
        "fixed", "mobile", failure="reason"
    )
    not_scored = pl.col("state") == "not scored"
    pairs = (
        pairs.join(failures, on=["fixed", "mobile"], how="left", maintain_order="left")
        .with_columns(reason=pl.when(not_scored).then("failure").otherwise("reason"))
        .drop("failure")
        .select(*PAIR_CALIBRATION_SCHEMA)
    )
    rows = pairs.to_dicts()
    sentences = [describe_pair(row) for row in rows]
    places = [ranks.get((row["fixed"], row["mobile"])) for row in rows]
    return CalibratedPairs(
        pairs.with_columns(
            pl.Series("sentence", sentences, dtype=pl.String),
            pl.Series("evidence_rank", places, dtype=pl.Int64),
        ),
        scores,
    )


def estimate_own_discrimination(
    calibrated: CalibratedPairs, settings: DockSettings, asked: AskedPairs
) -> tuple[AucEstimate, ...]:
    """Estimate how well this campaign told declared true pairs from others.

    Returns
    -------
    tuple of AucEstimate
        Of the calibrated and of the raw score; empty where no pair is declared to be known.

    Notes
    -----
    Decoy pairs and pairs declared as ``no`` are taken for non-partners.
    """
    if not any(asked.known.values()):
        return ()
    scores = calibrated.scores
    return estimate_campaign_auc(
        scores,
        _mark(scores, asked, known=True),
        scores.decoy | _mark(scores, asked, known=False),
        settings.calibration,
    )


def _mark(scores: ScoreTable, asked: AskedPairs, *, known: bool) -> npt.NDArray[np.bool_]:
    declared = {pair for pair, said in asked.known.items() if said is known}
    return np.array(
        [[(f, m) in declared for m in scores.mobile.names] for f in scores.fixed.names], dtype=bool
    ).reshape(scores.scores.shape)

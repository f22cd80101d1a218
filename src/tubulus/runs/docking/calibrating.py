"""Scores of a campaign set against those of its decoy partners, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from tubulus.dock.calibration.discrimination import AucEstimate, estimate_campaign_auc
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.statements import CalibratedResult, calibrate_result
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["calibrate_campaign", "estimate_own_discrimination"]


def calibrate_campaign(
    result: CampaignResult, settings: DockSettings, ranks: Mapping[tuple[str, str], int]
) -> CalibratedResult:
    """Calibrate the asked pairs of a campaign, with their ranks as ``evidence_rank``.

    Parameters
    ----------
    result : CampaignResult
        Merged tables.
    settings : DockSettings
        Of the campaign.
    ranks : mapping of (fixed, mobile) to int
        Rank on the shortlist, where it is known.
    """
    calibrated = calibrate_result(result, settings)
    pairs = calibrated.pairs
    places = [ranks.get(pair) for pair in pairs.select("fixed", "mobile").iter_rows()]
    ranked = pairs.with_columns(pl.Series("evidence_rank", places, dtype=pl.Int64))
    return replace(calibrated, pairs=ranked)


def estimate_own_discrimination(
    calibrated: CalibratedResult, settings: DockSettings, asked: AskedPairs
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

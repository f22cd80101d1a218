"""Scores of a campaign set against those of its decoy partners, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from tubulus.dock.calibration.discrimination import AucEstimate, estimate_campaign_auc
from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.statements import CalibratedResult, calibrate_result
from tubulus.dock.calibration.wording import NO_EVIDENCE, describe_discrimination
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["calibrate_campaign", "estimate_own_discrimination"]

_OWN = "That is of the pairs declared here; what was measured beforehand decides."


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
) -> tuple[MeasuredDiscrimination, ...]:
    """Estimate how well this campaign told declared true pairs from others.

    Returns
    -------
    tuple of MeasuredDiscrimination
        Of the calibrated and of the raw score; empty where no pair is declared to be known.

    Notes
    -----
    Decoy pairs and pairs declared as ``no`` are taken for non-partners. The few pairs of one
    campaign decide nothing of the method, so no verdict stands behind this area.
    """
    if not any(asked.known.values()):
        return ()
    scores = calibrated.scores
    estimates = estimate_campaign_auc(
        scores,
        _mark(scores, asked, known=True),
        scores.decoy | _mark(scores, asked, known=False),
        settings.calibration,
    )
    return tuple(_describe_own(estimate, asked.source) for estimate in estimates)


def _describe_own(estimate: AucEstimate, source: str) -> MeasuredDiscrimination:
    said = describe_discrimination(estimate).removesuffix(NO_EVIDENCE).rstrip()
    return MeasuredDiscrimination(
        label=estimate.label,
        source=f"pairs declared as known in {source}",
        auc=estimate.auc,
        low=estimate.low,
        high=estimate.high,
        n_partners=estimate.n_partners,
        n_non_partners=estimate.n_non_partners,
        state=estimate.state,
        reason=estimate.reason or None,
        sentence=f"{said} {_OWN}",
    )


def _mark(scores: ScoreTable, asked: AskedPairs, *, known: bool) -> npt.NDArray[np.bool_]:
    declared = {pair for pair, said in asked.known.items() if said is known}
    return np.array(
        [[(f, m) in declared for m in scores.mobile.names] for f in scores.fixed.names], dtype=bool
    ).reshape(scores.scores.shape)

"""What may be said of the asked pairs of a campaign: each sentence behind the measured accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tubulus.dock.calibration.measured import MeasuredDiscrimination, load_measured_discrimination
from tubulus.dock.calibration.pair_calibration import PAIR_CALIBRATION_SCHEMA, calibrate_pairs
from tubulus.dock.calibration.score_table import ScoreTable, build_score_table
from tubulus.dock.calibration.wording import describe_pair

if TYPE_CHECKING:
    # a campaign is planned with the decoy rules of this package
    from tubulus.dock.campaign.results import CampaignResult
    from tubulus.dock.settings.docking import DockSettings

__all__ = ["CalibratedResult", "calibrate_result"]

_NOT_DOCKED = ("failed", "not docked")


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedResult:
    """Asked pairs of a campaign set against its decoy pairs.

    Attributes
    ----------
    pairs : polars.DataFrame
        ``PAIR_CALIBRATION_SCHEMA``, one row an asked pair, with ``sentence`` (``describe_pair``).
    scores : ScoreTable
        Asked and decoy pairs.
    measured : tuple of MeasuredDiscrimination
        How well such scores told true partners from others on known complexes, the p first. Each
        sentence tells what the settings of the campaign differ in.
    """

    pairs: pl.DataFrame
    scores: ScoreTable
    measured: tuple[MeasuredDiscrimination, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """Whole statement on each asked pair: the measured area under the curve, then the pair.

        Quote it whole: a p without the area says nothing of how far a p can be trusted.
        """
        area = self.measured[0].sentence
        return tuple(f"{area} {sentence}" for sentence in self.pairs["sentence"])


def calibrate_result(result: CampaignResult, settings: DockSettings) -> CalibratedResult:
    """Set the asked pairs of a campaign against its decoy pairs, and put it into words.

    Parameters
    ----------
    result : CampaignResult
        Merged tables.
    settings : DockSettings
        Of the campaign.

    Notes
    -----
    A pair that failed or was not docked has no score; its reason says why, and it does not count
    as found unfit beforehand.
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
    sentences = [describe_pair(row) for row in pairs.to_dicts()]
    return CalibratedResult(
        pairs.with_columns(pl.Series("sentence", sentences, dtype=pl.String)),
        scores,
        load_measured_discrimination(settings.model_dump(mode="json")),
    )

"""How well a campaign told the pairs that it was told to be known from others."""

from __future__ import annotations

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.calibration.wording import describe_discrimination

__all__ = ["describe_own"]


def describe_own(estimate: AucEstimate, source: str) -> MeasuredDiscrimination:
    """Make the row of an area that a campaign estimated on its own declared pairs."""
    return MeasuredDiscrimination(
        label=estimate.label,
        source=source,
        auc=estimate.auc,
        low=estimate.low,
        high=estimate.high,
        n_partners=estimate.n_partners,
        n_non_partners=estimate.n_non_partners,
        state=estimate.state,
        reason=estimate.reason or None,
        sentence=describe_discrimination(estimate),
    )

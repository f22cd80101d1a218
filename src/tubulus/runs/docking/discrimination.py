"""How well docking scores tell true partners from others: measured beforehand, and here."""

from __future__ import annotations

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.measured import MeasuredDiscrimination, load_measured_discrimination
from tubulus.dock.calibration.wording import describe_discrimination
from tubulus.dock.settings.docking import DockSettings

__all__ = ["describe_own", "list_measured"]


def list_measured(settings: DockSettings) -> tuple[MeasuredDiscrimination, ...]:
    """List what the project measured by cross-docking known complexes, the campaign's p first."""
    return load_measured_discrimination(settings.model_dump(mode="json"))


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

"""How far true contrasts of levels are held to differ: what the plan states, or its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tubulus.analysis.plan.sections import PlanSettings

__all__ = ["PlannedTau", "TauScale", "find_tau"]

TauScale = Literal["share", "log", "identity"]
"""Shares, logs of ratios, or standard deviations within arms of a number in its own unit."""

_FIELDS: Mapping[TauScale, str] = {
    "share": "shrinkage_tau_share",
    "log": "shrinkage_tau",
    "identity": "shrinkage_tau_sd",
}


@dataclass(frozen=True, slots=True)
class PlannedTau:
    """The tau that the levels of an estimand are drawn together with.

    Parameters
    ----------
    value : float
        On its scale.
    is_stated : bool
        Whether the plan states it; else it is the default.
    """

    value: float
    is_stated: bool

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return "fixed in the plan" if self.is_stated else "the default, an assumption"


def find_tau(settings: PlanSettings, scale: TauScale) -> PlannedTau:
    """Find the tau of a scale."""
    name = _FIELDS[scale]
    return PlannedTau(getattr(settings, name), name in settings.model_fields_set)

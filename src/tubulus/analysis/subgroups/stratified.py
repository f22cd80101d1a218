"""The contrast of two arms in each level of a stratum, on the scale on which it is shrunken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.core.estimates import Estimate

__all__ = ["NO_TEST", "StratifiedContrast", "list_levels", "name_against", "name_level"]

NO_TEST = "levels are described, not tested"
"""Remark beside every number of a level."""


@dataclass(frozen=True)
class StratifiedContrast:
    """One estimand, two arms, the levels of one stratum.

    Parameters
    ----------
    context : EstimandContext
        The estimand; its rows belong to the section ``subgroups``.
    arm, comparator : str
        The arms.
    levels : tuple of str
        Levels in their order.
    statistic, unit : str
        What a contrast is, and its unit.
    scale : {'share', 'log', 'identity'}
        On which the contrasts are compared.
    rows : tuple of Estimate
        Contrasts of the levels, then their differences.
    estimates, errors : tuple of float or None
        Contrast of each level with its standard error, ratios as logs.
    spread : float
        What one unit of the plan's tau means: 1, or the SD within arms where the scale has a unit.
    """

    context: EstimandContext
    arm: str
    comparator: str
    levels: tuple[str, ...]
    statistic: str
    unit: str
    scale: Literal["share", "log", "identity"]
    rows: tuple[Estimate, ...]
    estimates: tuple[float | None, ...]
    errors: tuple[float | None, ...]
    spread: float = 1.0


def list_levels(context: EstimandContext) -> tuple[str, ...]:
    """List the levels of the estimand's stratum that anybody has, by name."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    found = context.members.get_levels(stratum.value) if stratum else ()
    return tuple(sorted({level for level in found if level is not None}))


def name_level(context: EstimandContext, level: str) -> str:
    """Name a level as everywhere in the results."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    return f"{stratum.label}: {level}" if stratum else level


def name_against(context: EstimandContext, level: str, reference: str) -> str:
    """Name two levels that are compared."""
    return f"{name_level(context, level)} against {reference}"

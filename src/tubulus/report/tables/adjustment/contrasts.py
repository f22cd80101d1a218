"""The contrasts that were adjusted, each with its planned row and its adjusted ones."""

from __future__ import annotations

from dataclasses import dataclass

from tubulus.report.material import Material, ShownEstimate

__all__ = [
    "CONTRASTS",
    "AdjustedContrast",
    "find_foundation",
    "list_adjusted_contrasts",
    "name_adjustment",
]

CONTRASTS = ("risk difference", "geometric mean ratio", "adjusted difference")
"""Statistics of planned contrasts; an adjusted one adds its name after a comma."""

_FOUNDATIONS = ("effective sample size", "largest standardised difference")


@dataclass(frozen=True)
class AdjustedContrast:
    """Two arms of an estimand with all their contrasts.

    Parameters
    ----------
    estimand, label, arm, comparator, unit : str
        What it is about.
    planned : tuple of ShownEstimate
        The planned contrast; empty where it has no row.
    adjusted, bootstrapped : tuple of ShownEstimate
        The adjusted ones with limits of their variances, and with percentile limits.
    """

    estimand: str
    label: str
    arm: str
    comparator: str
    unit: str
    planned: tuple[ShownEstimate, ...]
    adjusted: tuple[ShownEstimate, ...]
    bootstrapped: tuple[ShownEstimate, ...]


def list_adjusted_contrasts(material: Material) -> list[AdjustedContrast]:
    """List the contrasts of the section ``adjusted``, in the order of the results."""
    groups: dict[tuple[str, str, str], list[ShownEstimate]] = {}
    for shown in material.select("adjusted"):
        row = shown.row
        if not row.statistic.startswith(_FOUNDATIONS):
            groups.setdefault((row.estimand, row.arm, row.comparator), []).append(shown)
    found = []
    for (estimand, arm, comparator), own in groups.items():
        first = own[0].row
        found.append(
            AdjustedContrast(
                estimand,
                first.label,
                arm,
                comparator,
                first.unit,
                tuple(_list_planned(material, estimand, arm, comparator)),
                tuple(s for s in own if not s.row.statistic.endswith(", bootstrap")),
                tuple(s for s in own if s.row.statistic.endswith(", bootstrap")),
            )
        )
    return found


def _list_planned(
    material: Material, estimand: str, arm: str, comparator: str
) -> list[ShownEstimate]:
    wanted = (estimand, arm, comparator, "")
    return [
        s
        for s in material.estimates
        if (s.row.estimand, s.row.arm, s.row.comparator, s.row.stratum) == wanted
        and s.row.statistic in CONTRASTS
        and s.row.section != "sensitivity"
    ]


def name_adjustment(statistic: str) -> str:
    """Return what adjusts a contrast, from the name of its statistic."""
    name = statistic.partition(", ")[2].removesuffix(", bootstrap")
    return name[:1].upper() + name[1:]


def find_foundation(
    material: Material, statistic: str, *, estimand: str, arm: str, comparator: str = ""
) -> ShownEstimate | None:
    """Find the first row of a statistic of one contrast in the sections beside it."""
    for section in ("adjusted", "confounding"):
        for shown in material.select(section, statistic):
            row = shown.row
            if (row.estimand, row.arm, row.comparator) == (estimand, arm, comparator):
                return shown
    return None

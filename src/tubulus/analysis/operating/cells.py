"""The list of what is estimated in each simulated trial: estimand, contrast and estimator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.analysis.operating.model import EstimandModel, TrialModel
from tubulus.analysis.operating.worlds import Truth, World
from tubulus.stats.linear import ancova
from tubulus.stats.proportions import clopper_pearson
from tubulus.stats.two_proportions import miettinen_nurminen
from tubulus.stats.weighting.contrast import METHODS as WEIGHTING_METHODS
from tubulus.stats.weighting.targets import Target

__all__ = ["Cell", "find_truth", "list_cells"]

IMPUTED = "imputation by arm, ANCOVA, HC3, Barnard-Rubin"
LINEAR = "linear probability, HC3, t"


@dataclass(frozen=True, slots=True)
class Cell:
    """One estimator of one contrast.

    Parameters
    ----------
    estimand : EstimandModel
        What is estimated.
    arm, comparator : int
        Positions of the arms; comparator -1 for the share of one arm.
    estimator : str
        Name of the method.
    kind : str
        Which of the estimators runs: share, difference, linear, ancova, imputed or weighted.
    target : str
        Population of the contrast: ATE, ATT or ATO.
    is_planned : bool
        Whether it is the estimator that the estimand names; others stand beside it.
    """

    estimand: EstimandModel
    arm: int
    comparator: int
    estimator: str
    kind: str
    target: Target
    is_planned: bool


def list_cells(model: TrialModel) -> tuple[Cell, ...]:
    """List what is estimated in each trial, in the order of the plan."""
    return tuple(cell for estimand in model.estimands for cell in _list_own(model, estimand))


def _list_own(model: TrialModel, estimand: EstimandModel) -> list[Cell]:
    if estimand.estimator == "exact-share":
        name = clopper_pearson.METHOD.name
        return [Cell(estimand, arm, -1, name, "share", "ATE", True) for arm in estimand.arms]
    cells = []
    for comparator in estimand.arms[1:]:
        for name, kind, target, is_planned in _list_kinds(model, estimand):
            cells.append(
                Cell(estimand, estimand.arms[0], comparator, name, kind, target, is_planned)
            )
    return cells


def _list_kinds(model: TrialModel, estimand: EstimandModel) -> list[tuple[str, str, Target, bool]]:
    kinds: list[tuple[str, str, Target, bool]] = []
    if estimand.estimator == "risk-difference":
        kinds.append((miettinen_nurminen.METHOD.name, "difference", "ATE", True))
        if model.adjusted:
            kinds.append((LINEAR, "linear", "ATE", False))
    else:
        by_imputation = estimand.missing == "imputation"
        if estimand.is_imputed:
            kinds.append((IMPUTED, "imputed", "ATE", by_imputation))
        kinds.insert(
            len(kinds) if by_imputation else 0,
            (ancova.METHOD.name, "ancova", "ATE", not by_imputation),
        )
    weighted = ((WEIGHTING_METHODS[t].name, "weighted", t, False) for t in model.targets)
    return [*kinds, *weighted]


def find_truth(world: World, cell: Cell) -> Truth:
    """Find what an estimator should meet in a scenario."""
    outcome = cell.estimand.outcome
    shares = world.outcomes[outcome].arm_shares
    if np.isnan(shares[cell.arm]):
        return world.truths[outcome, cell.arm, cell.comparator, cell.target]
    if cell.comparator < 0:
        return Truth(float(shares[cell.arm]))
    return Truth(float(shares[cell.arm] - shares[cell.comparator]))

"""The contrasts that are adjusted: two arms of an estimand with outcome and covariates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tubulus.analysis.adjustment.columns import CovariateColumns, make_covariate_columns
from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.before_after import get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.parts import AnalysisContext
from tubulus.core.estimates import Estimate
from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_exponential, compute_logarithm

__all__ = [
    "ADJUSTED",
    "STATISTICS",
    "VALUE_BEFORE",
    "Contrast",
    "Kind",
    "list_contrasts",
    "make_contrast",
]

Kind = Literal["share", "ratio", "difference"]

ADJUSTED = ("risk-difference", "ancova")
"""Estimators whose contrasts are repeated with weights."""

VALUE_BEFORE = "The value before"
"""Label of the outcome's own value before treatment, as a covariate."""

STATISTICS: dict[Kind, str] = {
    "share": "risk difference",
    "ratio": "geometric mean ratio",
    "difference": "adjusted difference",
}
"""What the contrast of each kind of outcome is called."""


@dataclass(frozen=True)
class Contrast:
    """Two arms of an estimand, ready for the stats room.

    Parameters
    ----------
    context : EstimandContext
        The estimand.
    arm, comparator : str
        Identifiers of the arms.
    kind : {'share', 'ratio', 'difference'}
        What the outcome is: an event, a number on the log scale, a number as it is.
    members : Members
        Participants of both arms.
    indicator : ndarray, shape (n,)
        1 in the first arm, 0 in the comparator.
    outcome : ndarray, shape (n,)
        1 and 0 of an event; a number, or its logarithm. NaN where missing.
    before : ndarray, shape (n,), or None
        The same before treatment; None where the endpoint has no value before.
    score : CovariateColumns
        Covariates of the plan's adjustment, and in front of them the value before where the
        endpoint has one that is not among them.
    """

    context: EstimandContext
    arm: str
    comparator: str
    kind: Kind
    members: Members
    indicator: Vector
    outcome: Vector
    before: Vector | None
    score: CovariateColumns

    @property
    def has_added_before(self) -> bool:
        """Whether the value before joined the covariates that the plan names for the score."""
        return VALUE_BEFORE in self.score.labels

    @property
    def model(self) -> CovariateColumns:
        """Covariates of the estimand's own linear model; of a share those of the adjustment."""
        if self.kind == "share":
            return self.score
        plan, endpoint = self.context.plan, self.context.endpoint
        named = (plan.find_covariate(name) for name in self.context.estimand.covariates)
        # the value before is one column, also where it is named as a covariate
        variables = tuple(v for v in named if v.value != endpoint.baseline)
        known = ~np.isnan(self.outcome)
        if self.before is None:
            return make_covariate_columns(self.members, variables, known)
        columns = make_covariate_columns(self.members, variables, known & ~np.isnan(self.before))
        return columns.add(VALUE_BEFORE, self.before)

    def make_row(self, section: str, statistic: str) -> Estimate:
        """Make a row of this contrast, still without the number."""
        context = self.context
        unit = context.plan.find_unit(context.endpoint.value) if self.kind == "difference" else ""
        return replace(
            context.make_row(statistic, self.arm, self.comparator),
            section=section,
            unit=unit,
            denominator=len(self.members),
        )

    def scale(self, interval: Interval) -> Interval:
        """Return an interval on the scale of the estimand: of logs their exponentials."""
        if self.kind != "ratio":
            return interval
        return compute_exponential(interval, f"{interval.method}, of logs")


def list_contrasts(context: AnalysisContext) -> Iterator[Contrast]:
    """Yield every contrast that the plan's adjustment concerns, in the order of the plan."""
    for estimand in context.estimands:
        if estimand.estimand.estimator in ADJUSTED:
            for arm, comparator in estimand.list_contrasts():
                yield make_contrast(estimand, arm, comparator)


def make_contrast(context: EstimandContext, arm: str, comparator: str) -> Contrast:
    """Make the contrast of two arms of an estimand."""
    outcome, before, kind = _read_outcome(context)
    chosen = np.isin(context.members.arms, [arm, comparator])
    members = context.members.keep_arms([arm, comparator])
    outcome, before = outcome[chosen], None if before is None else before[chosen]
    known = ~np.isnan(outcome)
    if before is not None:
        known &= ~np.isnan(before)
    adjustment = context.plan.adjustment
    names = adjustment.covariates if adjustment else ()
    variables = tuple(context.plan.find_covariate(name) for name in names)
    score = make_covariate_columns(members, variables, known)
    own = (context.endpoint.baseline, context.endpoint.scale)
    if before is not None and all((v.value, v.scale) != own for v in variables):
        score = score.add(VALUE_BEFORE, before)
    return Contrast(
        context,
        arm,
        comparator,
        kind,
        members,
        (members.arms == arm).astype(np.float64),
        outcome,
        before,
        score,
    )


def _read_outcome(context: EstimandContext) -> tuple[Vector, Vector | None, Kind]:
    if context.endpoint.kind == "binary":
        return derive_responses(context).counted, None, "share"
    after, before = get_values(context)
    kept = before if context.endpoint.baseline else None
    if context.endpoint.scale == "identity":
        return after, kept, "difference"
    logs = compute_logarithm(after)[0]
    return logs, None if kept is None else compute_logarithm(kept)[0], "ratio"

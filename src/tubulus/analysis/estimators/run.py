"""Run the estimator that an estimand names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tubulus.analysis.estimators.amounts import estimate_two_parts
from tubulus.analysis.estimators.before_after import describe_before_after
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.numbers import estimate_adjusted_contrast
from tubulus.analysis.estimators.ranked.odds import estimate_odds
from tubulus.analysis.estimators.ranked.superiority import estimate_ranks
from tubulus.analysis.estimators.repeated import estimate_repeated
from tubulus.analysis.estimators.shares.estimate import (
    estimate_shares_and_difference,
    estimate_shares_only,
)
from tubulus.core.estimates import Estimate

__all__ = ["run_estimator"]

_RUNNERS: Mapping[str, Callable[[EstimandContext], Iterator[Estimate]]] = {
    "exact-share": estimate_shares_only,
    "risk-difference": estimate_shares_and_difference,
    "ancova": estimate_adjusted_contrast,
    "mmrm": estimate_repeated,
    "before-after": describe_before_after,
    "two-part": estimate_two_parts,
    "rank": estimate_ranks,
    "proportional-odds": estimate_odds,
}


def run_estimator(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the rows of one estimand."""
    yield from _RUNNERS[context.estimand.estimator](context)

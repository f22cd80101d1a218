"""The two estimators of shares that a plan may name."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.shares.counts import list_shares
from tubulus.analysis.estimators.shares.differences import list_differences
from tubulus.analysis.estimators.shares.harms import list_harm_rows
from tubulus.analysis.estimators.shares.search_effort import list_flagged
from tubulus.analysis.estimators.shares.sensitivities import list_sensitivities
from tubulus.core.estimates import Estimate

__all__ = ["estimate_shares_and_difference", "estimate_shares_only"]


def estimate_shares_only(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the share of each arm, overall and by stratum, with the one-sided upper limit."""
    responses = derive_responses(context)
    yield from list_shares(context, responses, responses.counted, one_sided=True)
    yield from list_harm_rows(context, responses)
    yield from list_flagged(context, responses)
    yield from list_sensitivities(context, responses, contrasts=False)


def estimate_shares_and_difference(context: EstimandContext) -> Iterator[Estimate]:
    """Yield shares, risk differences, the test, and the sensitivity the estimand names."""
    responses = derive_responses(context)
    yield from list_shares(context, responses, responses.counted)
    yield from list_harm_rows(context, responses)
    yield from list_flagged(context, responses)
    yield from list_differences(context, responses, responses.counted, tested=True)
    yield from list_sensitivities(context, responses, contrasts=True)

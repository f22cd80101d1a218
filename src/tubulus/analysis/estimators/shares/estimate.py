"""The two estimators of shares that a plan may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import join_notes
from tubulus.analysis.estimators.shares.counts import list_shares
from tubulus.analysis.estimators.shares.differences import STRATIFIED, list_differences
from tubulus.analysis.estimators.shares.harms import list_harm_rows
from tubulus.analysis.estimators.shares.search_effort import list_flagged
from tubulus.analysis.estimators.shares.sensitivities import list_sensitivities
from tubulus.analysis.imputation.pooled import list_imputed_contrasts
from tubulus.core.estimates import Estimate

__all__ = ["estimate_shares_and_difference", "estimate_shares_only"]


_NOT_STRATIFIED = "a stratified difference of imputed values is not computed"
_KNOWN_ALONE = "of those whose outcome is known; imputation enters the difference alone"


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
    imputed = context.estimand.missing == "imputation"
    for row in list_shares(context, responses, responses.counted):
        yield replace(row, note=join_notes(_KNOWN_ALONE, row.note)) if imputed else row
    yield from list_harm_rows(context, responses)
    yield from list_flagged(context, responses)
    if imputed:
        yield from list_imputed_contrasts(context)
        yield from _list_not_stratified(context)
    else:
        yield from list_differences(context, responses, responses.counted, tested=True)
    yield from list_sensitivities(context, responses, contrasts=True)


def _list_not_stratified(context: EstimandContext) -> Iterator[Estimate]:
    """Yield that the difference over the planned stratum is not given of imputed values."""
    if context.plan.find_stratum(context.estimand.stratum) is None:
        return
    for arm, comparator in context.list_contrasts():
        row = context.make_row(STRATIFIED, arm, comparator)
        yield replace(row, state="not estimable", reason=_NOT_STRATIFIED)

"""Proportional odds: one odds ratio of a better outcome at every cut of the order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.ranked.scores import derive_scores
from tubulus.analysis.estimators.ranked.wording import note_limits, note_order
from tubulus.analysis.estimators.rows import fill_interval, fill_test, join_notes
from tubulus.core.estimates import Estimate
from tubulus.stats.ordinal import ProportionalOddsResult, estimate_proportional_odds

__all__ = ["ODDS_RATIO", "estimate_odds"]

ODDS_RATIO = "odds ratio of a higher rank"
"""Statistic: odds of a better outcome in the first arm over the comparator, at every cut."""


def estimate_odds(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the odds ratio of each pair of arms with profile limits, and its test if asked."""
    scores = derive_scores(context)
    arms = scores.members.arms
    for arm, comparator in context.list_contrasts():
        chosen = np.isin(arms, [arm, comparator])
        members = context.members.keep_arms([arm, comparator])
        values = scores.values[chosen]
        indicator = (members.arms == arm).astype(np.float64)
        result = estimate_proportional_odds(
            values,
            indicator,
            _make_design(context, members, values),
            confidence=context.confidence,
        )
        masks = {name: arms == name for name in (arm, comparator)}
        row = replace(
            context.make_row(ODDS_RATIO, arm, comparator),
            n=result.n_1 + result.n_0,
            denominator=len(members),
            missing=scores.count_missing(chosen) + result.n_missing - int(np.isnan(values).sum()),
            note=join_notes(note_order(context, scores, masks), *_note(context, result)),
        )
        yield _fill(row, result)
        if context.estimand.test != "none":
            yield fill_test(replace(row, note=context.p_note), result.likelihood_ratio_test)


def _make_design(context: EstimandContext, members: Members, values: Vector) -> Vector:
    """Make the columns of the covariates, the value before among them where there is one."""
    variables = tuple(context.plan.find_covariate(c) for c in context.estimand.covariates)
    before = _get_before(context, members)
    known = ~np.isnan(values)
    if before is not None:
        known &= ~np.isnan(before)
    columns = make_columns(members, variables, known)
    return columns if before is None else np.column_stack([before, columns])


def _get_before(context: EstimandContext, members: Members) -> Vector | None:
    """Return the number before, on the endpoint's scale; an amount before is mostly none."""
    endpoint = context.endpoint
    if endpoint.kind != "number" or not endpoint.baseline:
        return None
    before = members.get_numbers(endpoint.baseline)
    if endpoint.scale == "identity":
        return before
    logs: Vector = np.log(np.where(before > 0.0, before, np.nan))
    return logs


def _note(context: EstimandContext, result: ProportionalOddsResult) -> Iterator[str]:
    endpoint = context.endpoint
    has_before = endpoint.kind == "number" and bool(endpoint.baseline)
    labels = ["the value before"] if has_before else []
    labels += [context.plan.find_covariate(c).label for c in context.estimand.covariates]
    yield f"adjusted for {', '.join(labels)}" if labels else "unadjusted"
    if result.n_levels > 1:
        yield f"takes one odds ratio to hold at each of {result.n_levels - 1} cuts of the order"
    limit = result.finite_limit.value
    if limit is not None:
        side = "below" if result.profile_odds_ratio.estimate == 0.0 else "above"
        level = f"{100 * context.confidence:g} %"
        yield f"the data exclude odds ratios that are not {side} {limit:.3g} (profile, {level})"


def _fill(row: Estimate, result: ProportionalOddsResult) -> Estimate:
    """Fill the row; where the arm alone orders the outcomes, with the one limit that exists."""
    profile, limit = result.profile_odds_ratio, result.finite_limit.value
    filled = fill_interval(row, profile)
    if limit is None:
        return replace(filled, note=join_notes(row.note, note_limits(profile)))
    low, high = (0.0, limit) if profile.estimate == 0.0 else (limit, math.inf)
    return replace(filled, low=low, high=high)

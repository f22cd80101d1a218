"""A number measured at several visits: the adjusted contrast of two arms at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.before_after import describe_before_after
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.rows import fill_interval, fill_statistic, fill_test, join_notes
from tubulus.analysis.estimators.states import count_states
from tubulus.core.estimates import Estimate
from tubulus.stats.mixed import MmrmResult, VisitEstimate, estimate_mmrm
from tubulus.stats.results import HypothesisTest, Interval
from tubulus.stats.scales import compute_exponential, compute_logarithm

__all__ = ["estimate_repeated", "find_main_visit", "get_repeated_values"]


def estimate_repeated(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the contrast and the adjusted means at each visit, then each arm before and after.

    Notes
    -----
    One mixed model a pair of arms (unstructured covariance between visits, Kenward-Roger). There
    is one test: at the endpoint's ``visit``, else the last one, or of all visits jointly.
    """
    for arm, comparator in context.list_contrasts():
        yield from _list_contrast(context, arm, comparator)
    yield from _describe_arms(context)


def _describe_arms(context: EstimandContext) -> Iterator[Estimate]:
    """Yield each arm before, once, and after at each visit."""
    for position, (visit, text) in enumerate(context.endpoint.values.items()):
        measured = context.endpoint.model_copy(update={"value": text, "visit": visit})
        for row in describe_before_after(replace(context, endpoint=measured)):
            if row.stratum != "before":
                yield row
            elif position == 0:
                yield replace(row, visit="")


def find_main_visit(context: EstimandContext) -> str:
    """Return the visit of the endpoint's own contrast: the one named, else the last."""
    return context.endpoint.visit or list(context.endpoint.values)[-1]


def get_repeated_values(context: EstimandContext) -> tuple[Vector, Vector]:
    """Return values after, shape (n, visits), and before, shape (n,), on the endpoint's scale.

    NaN where missing, below a limit, not positive on the log scale, or where an event happened
    that the estimand handles as hypothetical: its date is not used, so no visit counts.
    """
    members, endpoint = context.members, context.endpoint
    columns = [members.get_numbers(text) for text in endpoint.values.values()]
    before = (
        members.get_numbers(endpoint.baseline)
        if endpoint.baseline
        else np.full(len(members), np.nan)
    )
    if endpoint.scale == "log":
        columns = [compute_logarithm(column)[0] for column in columns]
        before = compute_logarithm(before)[0]
    after = np.column_stack(columns)
    for event in context.estimand.intercurrent_events:
        if event.strategy == "hypothetical":
            after[members.get_truths(event.when) == 1.0] = np.nan
    return after, before


def _list_contrast(context: EstimandContext, arm: str, comparator: str) -> Iterator[Estimate]:
    members = context.members.keep_arms([arm, comparator])
    own = replace(context, members=members)
    result = _fit(own, arm)
    note = join_notes(_note_left_out(own, result), _note_adjustment(own), _MISSING)
    main = find_main_visit(context)
    for visit, found in zip(context.endpoint.values, result.visits, strict=True):
        n = found.n_1 + found.n_0
        row = replace(
            context.make_row(_name_contrast(context), arm, comparator),
            visit=visit,
            n=n,
            denominator=len(members),
            missing=len(members) - n,
            unit="" if context.endpoint.scale == "log" else _find_unit(context),
            note=note,
        )
        yield fill_interval(row, _scale(context, found.difference))
        yield from _list_means(own, row, found)
        if context.estimand.test == "t" and visit == main:
            yield _fill_p(context, row, found.test)
        if context.estimand.test == "joint" and visit == main:
            yield _fill_p(context, replace(row, visit=""), result.joint.test)


def _fit(context: EstimandContext, arm: str) -> MmrmResult:
    members = context.members
    after, before = get_repeated_values(context)
    known = np.array(~np.isnan(after).all(axis=1), dtype=np.bool_)
    baseline = before if context.endpoint.baseline else None
    if baseline is not None:
        known &= ~np.isnan(baseline)
    variables = tuple(context.plan.find_covariate(name) for name in context.estimand.covariates)
    return estimate_mmrm(
        after,
        (members.arms == arm).astype(np.float64),
        baseline,
        make_columns(members, variables, known),
        confidence=context.confidence,
    )


def _list_means(
    context: EstimandContext, row: Estimate, found: VisitEstimate
) -> Iterator[Estimate]:
    """Yield the adjusted mean of each arm and the degrees of freedom of their contrast."""
    logs = context.endpoint.scale == "log"
    arms = ((row.arm, found.mean_1, found.n_1), (row.comparator, found.mean_0, found.n_0))
    for arm, mean, n in arms:
        total = int((context.members.arms == arm).sum())
        named = replace(
            row,
            statistic="adjusted geometric mean" if logs else "adjusted mean",
            arm=arm,
            comparator="",
            n=n,
            denominator=total,
            missing=total - n,
            unit=_find_unit(context),
            note=join_notes("at the mean of the value before and the covariates", _MISSING),
        )
        yield fill_interval(named, _scale(context, mean))
    df = replace(row, statistic="degrees of freedom", unit="", n=None, missing=None)
    yield fill_statistic(replace(df, denominator=None), found.df)


def _fill_p(context: EstimandContext, row: Estimate, test: HypothesisTest) -> Estimate:
    which = "at this visit alone" if row.visit else "of all visits jointly"
    note = join_notes(context.p_note, f"tested {which}", row.note)
    return fill_test(replace(row, unit="", note=note), test)


def _scale(context: EstimandContext, interval: Interval) -> Interval:
    if context.endpoint.scale != "log":
        return interval
    return compute_exponential(interval, f"{interval.method}, of logs")


def _name_contrast(context: EstimandContext) -> str:
    return "geometric mean ratio" if context.endpoint.scale == "log" else "adjusted difference"


def _find_unit(context: EstimandContext) -> str:
    return context.plan.find_unit(next(iter(context.endpoint.values.values())))


_MISSING = "visits that were missed are taken as missing at random given those that were not"


def _note_left_out(context: EstimandContext, result: MmrmResult) -> str:
    """Write how many are in the model and why others are not."""
    states = _count_states(context.members, context)
    parts = [f"{result.n_1} and {result.n_0} with at least one visit"]
    if result.n_unobserved:
        parts.append(f"{result.n_unobserved} left out without any visit")
    if result.n_missing:
        parts.append(f"{result.n_missing} left out without the value before or a covariate")
    parts += [f"a value {words} in {n}, taken as missing" for words, n in states.items()]
    return "; ".join(parts)


def _count_states(members: Members, context: EstimandContext) -> dict[str, int]:
    endpoint = context.endpoint
    return dict(count_states(members, *endpoint.values.values(), endpoint.baseline))


def _note_adjustment(context: EstimandContext) -> str:
    labels = ["the value before at each visit"] if context.endpoint.baseline else []
    labels += [context.plan.find_covariate(c).label for c in context.estimand.covariates]
    return f"adjusted for {', '.join(labels)}" if labels else "unadjusted"

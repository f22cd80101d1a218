"""Cautions about what would have been seen without the treatment."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext, get_evidence
from tubulus.analysis.plan.sections import Background, Endpoint
from tubulus.core.estimates import Estimate
from tubulus.stats.bias.regression_to_mean import CORRELATIONS
from tubulus.study.definition.eligibility import Criterion
from tubulus.study.expressions import compile_expression, list_references, make_catalogue

__all__ = ["caution_background", "caution_regression"]

_NEXT_TO_NOTHING = 0.02
"""Change by regression to the mean, as a share of the value, that is called next to nothing."""

_Items = frozenset[tuple[str, str]]


def caution_background(context: CautionContext) -> Iterator[Caution]:
    """Say how often the event is seen without the treatment."""
    used = {e.variable for e in context.plan.estimands}
    for endpoint in context.plan.endpoints:
        if endpoint.id not in used or not endpoint.background:
            continue
        rates = "; ".join(_describe_rate(rate) for rate in endpoint.background)
        text = f"'{endpoint.label}' is also seen without this treatment. {rates}."
        if all(rate.under for rate in endpoint.background):
            text += (
                " The spontaneous rate in participants selected as these were"
                f"{_describe_selection(context, endpoint)} is not known to the authors of this "
                "file."
            )
        source = "; ".join(dict.fromkeys(b.source for b in endpoint.background))
        title = "Seen without the treatment"
        yield Caution("background-rate", "limit", title, text, ("responders",), source)


def _describe_rate(rate: Background) -> str:
    under = f"under another treatment ({rate.under}), " if rate.under else ""
    label = f"{under}{rate.label}"
    share = f"{100 * rate.low:.1f} %"
    if rate.high > rate.low:
        share += f" to {100 * rate.high:.1f} %"
    return f"{label[:1].upper()}{label[1:]}: {share}"


def _describe_selection(context: CautionContext, endpoint: Endpoint) -> str:
    forms = {form for form, _ in context.list_items(endpoint)}
    labels = [
        criterion.label
        for criterion, items in _list_selected(context)
        if forms & {form for form, _ in items}
    ]
    return f" ({'; '.join(labels)})" if labels else ""


def _list_selected(context: CautionContext) -> Iterator[tuple[Criterion, _Items]]:
    """Yield each criterion of eligibility with the items that it looks at."""
    study = context.snapshot.study
    catalogue = make_catalogue(study)
    for criterion in study.eligibility:
        uses = list_references(compile_expression(criterion.when, catalogue))
        yield criterion, frozenset((use.form, use.item) for use in uses if use.item)


def caution_regression(context: CautionContext) -> Iterator[Caution]:
    """Say how far values selected as extreme move back untreated, and what that leaves open."""
    rows = [r for r in context.estimates if r.statistic == "expected ratio" and r.value is not None]
    if not rows:
        return
    larger = [row for row in rows if _is_noticeable(row)]
    text = " ".join(
        [
            "Values that were extreme at baseline move back untreated.",
            *_describe_expected(context, rows, larger),
            *_describe_curve(context),
            *_describe_selected(context),
        ]
    )
    fact = get_evidence("regression-to-mean")
    yield Caution(
        "regression-to-the-mean",
        "limit",
        "Regression to the mean",
        f"{text} {fact.text}." if larger else text,
        ("hormones", "description", "regression-to-the-mean"),
        fact.source if larger else "",
    )


def _is_noticeable(row: Estimate) -> bool:
    return row.value is not None and abs(row.value - 1.0) >= _NEXT_TO_NOTHING


def _describe_expected(
    context: CautionContext, rows: list[Estimate], larger: list[Estimate]
) -> Iterator[str]:
    if larger:
        parts = [f"{r.label}, {context.name_arm(r.arm)}: {r.value:.2f}" for r in larger]
        yield (
            "Ratio after to before that regression to the mean alone would give: "
            f"{'; '.join(parts)}."
        )
    small = [row for row in rows if row not in larger]
    if small:
        values = [row.value for row in small if row.value is not None]
        labels = ", ".join(dict.fromkeys(row.label for row in small))
        which = "these changes" if not larger else "the other changes"
        yield (
            f"Under these assumptions regression to the mean explains next to nothing of {which}: "
            f"the ratios expected are {min(values):.2f} to {max(values):.2f} ({labels})."
        )


def _describe_curve(context: CautionContext) -> Iterator[str]:
    """Say how far another correlation of two measurements would carry the ratios."""
    curve = [r for r in context.estimates if r.statistic.startswith("expected ratio, r = ")]
    known = [(row.value, row.label) for row in curve if row.value is not None]
    if known:
        values = [value for value, _ in known]
        _, farthest = max(known, key=lambda pair: abs(math.log(pair[0])))
        yield (
            f"At other correlations of two measurements, {CORRELATIONS[0]:g} to "
            f"{CORRELATIONS[-1]:g}, they would lie between {min(values):.2f} and "
            f"{max(values):.2f} (farthest from 1: {farthest})."
        )


def _describe_selected(context: CautionContext) -> Iterator[str]:
    """Say on what participants were selected, and what these numbers therefore do not cover."""
    selected = frozenset().union(*(items for _, items in _list_selected(context)))
    endpoints = {e.variable: e for e in context.plan.estimands}
    known = [context.plan.find_endpoint(name) for name in endpoints]
    free = [e.label for e in known if e.regression_to_mean and _is_free(context, e, selected)]
    if free:
        yield (
            f"Eligibility does not look at {', '.join(free)}: nobody was selected on these "
            "values directly."
        )
    for endpoint in known:
        is_primary = any(
            e.role == "primary" and e.variable == endpoint.id for e in context.plan.estimands
        )
        if is_primary and not _is_free(context, endpoint, selected):
            yield (
                f"Participants were selected on what '{endpoint.label}' rests on: regression to "
                "the mean of the selection itself is not covered by these numbers."
            )
    without = [e.label for e in known if e.baseline and e.regression_to_mean is None]
    if without:
        yield f"No such figure is given for: {', '.join(without)}."


def _is_free(context: CautionContext, endpoint: Endpoint, selected: _Items) -> bool:
    return not context.list_items(endpoint) & selected

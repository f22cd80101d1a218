"""The claims of the summary: one sentence an estimand, and what that sentence can bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from tubulus.analysis.plan.plan import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.core.estimates import Estimate
from tubulus.study.definition.study import Study

__all__ = ["CLAIM_SCHEMA", "derive_claims"]

CLAIM_SCHEMA = pl.Schema(
    {
        "order": pl.Int32(),
        "id": pl.String(),
        "title": pl.String(),
        "value_text": pl.String(),
        "text": pl.String(),
        "bears": pl.String(),
        "section": pl.String(),
    }
)


def derive_claims(study: Study, plan: Plan, estimates: tuple[Estimate, ...]) -> pl.DataFrame:
    """Derive the claims: safety first, then the primary estimand, then the others."""
    ranks = {"safety": 0, "primary": 1, "secondary": 2, "sensitivity": 3}
    ordered = sorted(plan.estimands, key=lambda e: ranks[e.role])
    rows: list[dict[str, Any]] = []
    for estimand in ordered:
        own = [r for r in estimates if r.estimand == estimand.id and not r.stratum]
        writer = _WRITERS[estimand.estimator]
        endpoint = plan.find_endpoint(estimand.variable)
        rows.extend(writer(study, estimand, endpoint, own))
    numbered = [{**row, "order": order} for order, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=CLAIM_SCHEMA, orient="row")


def _percent(value: float | None) -> str:
    return "not estimable" if value is None else f"{100 * value:.1f} %"


def _count_text(row: Estimate) -> str:
    return f"{row.n}/{row.denominator} ({_percent(row.value)})"


def _limits(row: Estimate, *, share: bool = False) -> str:
    if row.low is None or row.high is None:
        return f"no limits: {row.reason}" if row.reason else "no limits"
    level = f"{100 * (row.confidence or 0):.0f} % CI"
    if share:
        return f"{level} {100 * row.low:.1f} to {100 * row.high:.1f} %"
    return f"{level} {row.low:.2f} to {row.high:.2f}"


def _name(study: Study, arm: str) -> str:
    found = study.find_arm(arm)
    return found.label if found else arm


def _what_design_bears(study: Study, *, contrast: bool) -> str:
    if study.identity.synthetic:
        return "Nothing: the participants are simulated. It shows what the report would say."
    if not contrast:
        return "How often it was seen here, and how rare or frequent it may be; not why."
    if study.identity.allocation == "randomised":
        return (
            "An effect of the treatment, within the limits, if the trial was conducted as planned."
        )
    return (
        "A difference between two groups of men who were not allocated at random. "
        "It can raise a hypothesis and size a randomised trial; it cannot show an effect."
    )


def _claim(
    estimand: Estimand, section: str, value_text: str, text: str, bears: str
) -> dict[str, Any]:
    return {
        "id": estimand.id,
        "title": estimand.label,
        "value_text": value_text,
        "text": text,
        "bears": bears,
        "section": section,
    }


def _write_shares(
    study: Study, estimand: Estimand, endpoint: Endpoint, rows: list[Estimate]
) -> Iterator[dict[str, Any]]:
    shares = [r for r in rows if r.statistic == "share" and r.section != "sensitivity"]
    if not shares:
        return
    parts = [f"{_name(study, r.arm)} {_count_text(r)}, {_limits(r, share=True)}" for r in shares]
    text = f"{endpoint.label}: {'; '.join(parts)}."
    if endpoint.harm and shares[0].n == 0:
        text += f" A risk above {_percent(shares[0].high)} is excluded, a smaller one is not."
    bears = _what_design_bears(study, contrast=False)
    if endpoint.harm and not study.identity.synthetic:
        bears = (
            "An upper limit of the risk within the time observed; rare and late harms stay open."
        )
    first = shares[0]
    yield _claim(estimand, first.section, _count_text(first), text, bears)


def _write_difference(
    study: Study, estimand: Estimand, endpoint: Endpoint, rows: list[Estimate]
) -> Iterator[dict[str, Any]]:
    shares = [r for r in rows if r.statistic == "share" and r.section != "sensitivity"]
    differences = [
        r for r in rows if r.statistic == "risk difference" and r.section != "sensitivity"
    ]
    same = [r for r in rows if r.statistic == "share" and r.section == "sensitivity"]
    if not shares:
        return
    parts = [f"{_name(study, r.arm)} {_count_text(r)}, {_limits(r, share=True)}" for r in shares]
    text = f"{endpoint.label}: {'; '.join(parts)}."
    for row in differences:
        text += (
            f" Difference from {_name(study, row.comparator)} {_points(row)}"
            f" ({_limits(row, share=True)})."
        )
    if same:
        counted = "; ".join(f"{_name(study, r.arm)} {_count_text(r)}" for r in same)
        text += f" Without those found by a more sensitive examination: {counted}."
    bears = _what_design_bears(study, contrast=True)
    yield _claim(estimand, shares[0].section, _count_text(shares[0]), text, bears)


def _points(row: Estimate) -> str:
    return "not estimable" if row.value is None else f"{100 * row.value:+.1f} percentage points"


def _write_contrast(
    study: Study, estimand: Estimand, endpoint: Endpoint, rows: list[Estimate]
) -> Iterator[dict[str, Any]]:
    names = {"geometric mean ratio": "ratio", "adjusted difference": "difference"}
    for row in rows:
        if row.statistic not in names:
            continue
        value = "not estimable" if row.value is None else f"{row.value:.2f}"
        unit = f" {row.unit}" if row.unit and row.value is not None else ""
        text = (
            f"{endpoint.label}: {names[row.statistic]} of {_name(study, row.arm)} to "
            f"{_name(study, row.comparator)} {value}{unit} ({_limits(row)}), "
            f"{row.note or 'unadjusted'}."
        )
        if row.state != "estimated":
            text = f"{endpoint.label}: not estimable, {row.reason}."
        bears = _what_design_bears(study, contrast=True)
        yield _claim(estimand, row.section, f"{value}{unit}", text, bears)


def _write_amounts(
    study: Study, estimand: Estimand, endpoint: Endpoint, rows: list[Estimate]
) -> Iterator[dict[str, Any]]:
    shares = [r for r in rows if r.statistic == "share with any"]
    medians = {r.arm: r for r in rows if r.statistic == "median given any"}
    if not shares:
        return
    parts = []
    for row in shares:
        amount = medians.get(row.arm)
        known = amount is not None and amount.value is not None
        median = f", median {amount.value:.3g} {amount.unit} in {amount.n}" if known else ""  # type: ignore[union-attr]
        parts.append(f"{_name(study, row.arm)} {_count_text(row)}{median}")
    text = f"{endpoint.label}: any in {'; '.join(parts)}."
    bears = (
        _what_design_bears(study, contrast=False)
        + " The amount among those with any is no treatment effect: treatment decides who has any."
    )
    yield _claim(estimand, shares[0].section, _count_text(shares[0]), text, bears)


_WRITERS: Mapping[
    str, Callable[[Study, Estimand, Endpoint, list[Estimate]], Iterator[dict[str, Any]]]
] = {
    "exact-share": _write_shares,
    "risk-difference": _write_difference,
    "ancova": _write_contrast,
    "two-part": _write_amounts,
}

"""The claims of the summary: one sentence an estimand, and what that sentence can bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tubulus.analysis.claims_in_words import (
    describe_counted,
    describe_difference,
    describe_median,
    describe_odds,
    describe_superiority,
    write_count,
    write_limits,
    write_of_hundred,
    write_percent,
    write_short,
)
from tubulus.analysis.estimators.ranked.odds import ODDS_RATIO
from tubulus.analysis.estimators.ranked.superiority import SUPERIORITY, TIED, WIN_ODDS
from tubulus.analysis.estimators.shares.differences import STRATIFIED
from tubulus.analysis.estimators.shares.harms import WORST_CASE
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.analysis.testing.ordered import ADJUSTED_P
from tubulus.analysis.testing.words import say_outcome
from tubulus.core.estimates import Estimate
from tubulus.study.definition.study import Study

__all__ = ["CLAIM_SCHEMA", "derive_claims"]

CLAIM_SCHEMA = pl.Schema(
    {
        "order": pl.Int32(),
        "id": pl.String(),
        "title": pl.String(),
        "role": pl.String(),
        "value_text": pl.String(),
        "text": pl.String(),
        "bears": pl.String(),
        "section": pl.String(),
        "provenance": pl.String(),
    }
)


@dataclass(frozen=True)
class _Subject:
    """What a claim is about: the estimand with its rows for everybody."""

    study: Study
    plan: Plan
    estimand: Estimand
    rows: tuple[Estimate, ...]
    test: Mapping[str, Any] | None = None
    """The row of the planned test of the estimand; None where the plan tests it in no order."""

    @property
    def endpoint(self) -> Endpoint:
        return self.plan.find_endpoint(self.estimand.variable)

    def select(self, statistic: str, *, sensitivity: str = "") -> list[Estimate]:
        """Return the rows of a statistic; of the sensitivity analysis of a name, if one is."""
        found = [row for row in self.rows if row.statistic == statistic]
        if not sensitivity:
            return [row for row in found if row.section != "sensitivity"]
        ending = f", {sensitivity}"
        return [r for r in found if r.section == "sensitivity" and r.label.endswith(ending)]

    def name_arm(self, arm: str) -> str:
        found = self.study.find_arm(arm)
        return found.label if found else arm

    def name_visit(self, row: Estimate) -> str:
        found = self.study.find_visit(row.visit)
        return found.label if found else row.visit

    def describe_share(self, row: Estimate) -> str:
        return f"{self.name_arm(row.arm)} {write_count(row)}"

    def describe_shares(self, rows: list[Estimate]) -> str:
        return "; ".join(
            self.describe_share(r) + ("" if r.value is None else f", {write_limits(r, share=True)}")
            for r in rows
        )

    def make_claim(self, row: Estimate, value_text: str, text: str, bears: str) -> dict[str, Any]:
        title = self.estimand.label
        if row.comparator and len(self.estimand.treatment) > 2:
            title += f", against {self.name_arm(row.comparator)}"
        return {
            "id": self.estimand.id,
            "title": title,
            "role": self.estimand.role,
            "value_text": value_text,
            "text": f"{text}{self._say_test(row)}",
            "bears": _say_if_simulated(self.study, bears),
            "section": row.section,
            "provenance": row.provenance,
        }

    def _say_test(self, row: Estimate) -> str:
        """Write what the planned test comes to; nothing at a visit that it is not about."""
        tested = next((r for r in self.rows if r.statistic == ADJUSTED_P), None)
        if self.test is None or tested is None:
            return ""
        if self.endpoint.values and row.visit != tested.visit:
            return ""
        return f" Planned test: {say_outcome(self.test)}."


def derive_claims(
    study: Study,
    plan: Plan,
    estimates: tuple[Estimate, ...],
    *,
    tests: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Derive the claims: safety first, then the primary estimand, then the others.

    ``tests`` is the table of the planned tests; None where the plan has no order of them.
    """
    planned = {} if tests is None else {row["estimand"]: row for row in tests.to_dicts()}
    ranks = {"safety": 0, "primary": 1, "secondary": 2, "sensitivity": 3}
    ordered = sorted(plan.estimands, key=lambda e: ranks[e.role])
    rows: list[dict[str, Any]] = []
    for estimand in ordered:
        own = tuple(r for r in estimates if r.estimand == estimand.id and not r.stratum)
        rows.extend(
            _WRITERS[estimand.estimator](
                _Subject(study, plan, estimand, own, planned.get(estimand.id))
            )
        )
    numbered = [{**row, "order": order} for order, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=CLAIM_SCHEMA, orient="row")


def _say_if_simulated(study: Study, bears: str) -> str:
    if not study.identity.synthetic:
        return bears
    return f"Simulated data: nothing. With real data of this design: {bears[:1].lower()}{bears[1:]}"


_SHARE_BEARS = "How often it was seen here, and how rare or frequent it may be; not why."
_HARM_BEARS = "An upper limit of the risk within the time observed; rare and late harms stay open."
_AMOUNT_BEARS = (
    "The amount among those with any is no treatment effect: treatment decides who has any."
)
_CHANGE_BEARS = (
    "What was seen before and after; regression to the mean and time are in it, so it shows no "
    "effect of the treatment."
)


def _what_contrast_bears(study: Study) -> str:
    if study.identity.allocation == "randomised":
        return (
            "An effect of the treatment, within the limits, if the trial was conducted as planned."
        )
    return (
        "A difference between groups of men who were not allocated at random. "
        "It can raise a hypothesis and size a randomised trial; it cannot show an effect."
    )


def _write_shares(subject: _Subject) -> Iterator[dict[str, Any]]:
    shares = subject.select("share")
    if not shares:
        return
    endpoint = subject.endpoint
    text = f"{endpoint.label}: {subject.describe_shares(shares)}."
    if endpoint.harm:
        text += "".join(_bound_risk(row, subject.name_arm(row.arm)) for row in shares)
        text += _write_worst_case(subject)
    text += _write_same_examination(subject)
    bears = _HARM_BEARS if endpoint.harm else _SHARE_BEARS
    yield subject.make_claim(shares[0], write_count(shares[0]), text, bears)


def _bound_risk(row: Estimate, arm: str) -> str:
    """Write which risk no event leaves possible, for as long as participants were followed."""
    if row.n or row.high is None:
        return ""
    level = f"{100 * (row.confidence or 0):.0f} %"
    return (
        f" No event in '{arm}' is compatible with a risk up to {write_percent(row.high)} ({level})."
    )


def _write_worst_case(subject: _Subject) -> str:
    """Write who was not followed to the end, and the share if all of them had the harm."""
    shares = {row.arm: row for row in subject.select("share")}
    parts = [
        f"{subject.name_arm(row.arm)} {shares[row.arm].missing} of {row.denominator}, and were "
        f"they all to have it {write_count(row)}, {write_limits(row, share=True)}"
        for row in subject.select(WORST_CASE)
        if shares[row.arm].missing
    ]
    return f" Not followed to the end and without the event: {'; '.join(parts)}." if parts else ""


def _write_same_examination(subject: _Subject) -> str:
    same = subject.select("share", sensitivity="same examination")
    if not same:
        return ""
    counted = "; ".join(subject.describe_share(row) for row in same)
    text = f" Without those found by a more sensitive examination: {counted}."
    for row in subject.select(STRATIFIED, sensitivity="same examination"):
        text += f" {_name_stratified(subject, row)}{describe_difference(row)}."
    return text


def _name_stratified(subject: _Subject, row: Estimate) -> str:
    stratum = subject.plan.find_stratum(subject.estimand.stratum)
    over = stratum.label.lower() if stratum else "the stratum"
    return f"Difference from {subject.name_arm(row.comparator)} stratified by {over}"


def _write_difference(subject: _Subject) -> Iterator[dict[str, Any]]:
    shares = subject.select("share")
    if not shares:
        return
    text = f"{subject.endpoint.label}: {subject.describe_shares(shares)}."
    text += _say_if_imputed(subject)
    for row in subject.select("risk difference"):
        text += f" Difference from {subject.name_arm(row.comparator)}{describe_difference(row)}."
    for row in subject.select(STRATIFIED):
        text += f" {_name_stratified(subject, row)}{describe_difference(row)}."
    text += _write_same_examination(subject)
    bears = _what_contrast_bears(subject.study)
    yield subject.make_claim(shares[0], write_count(shares[0]), text, bears)


def _say_if_imputed(subject: _Subject) -> str:
    """Say that shares are of those with a value where the difference rests on imputed ones."""
    imputed = [r for r in subject.select("risk difference") if r.method.startswith("imputation")]
    if not any(row.missing for row in imputed):
        return ""
    return (
        " The shares are of those with a value; the difference rests on imputed values for those "
        "without."
    )


def _write_contrast(subject: _Subject) -> Iterator[dict[str, Any]]:
    names = {"geometric mean ratio": "ratio", "adjusted difference": "difference"}
    for statistic, name in names.items():
        for row in subject.select(statistic):
            unit = f" {row.unit}" if row.unit and row.value is not None else ""
            value = "not estimable" if row.value is None else f"{row.value:.2f}{unit}"
            arms = f"{subject.name_arm(row.arm)} to {subject.name_arm(row.comparator)}"
            said = f"{name} of {arms}"
            if row.value is None:
                said += f" not estimable, {row.reason}"
            else:
                said += f" {value} ({write_limits(row)}), {row.note}"
            at = f" at {subject.name_visit(row)}" if subject.endpoint.values else ""
            text = f"{subject.endpoint.label}{at}: {said}.{_caution_contrast(subject, row)}"
            bears = _what_contrast_bears(subject.study)
            if row.low is not None and row.high is not None:
                value += f" ({row.low:.2f} to {row.high:.2f})"
            yield subject.make_claim(row, value, text, bears)


def _caution_contrast(subject: _Subject, row: Estimate) -> str:
    """Write in which of the two arms the treatment moves the endpoint by design."""
    endpoint = subject.endpoint
    items = {item for _, item in subject.plan.list_items(*endpoint.texts)}
    found = [subject.study.find_arm(arm) for arm in (row.arm, row.comparator)]
    moved = [arm.label for arm in found if arm is not None and items & set(arm.moves)]
    if not moved:
        return ""
    arms = " and ".join(f"'{label}'" for label in moved)
    return f" Moved by design in {arms}: it does not say whether the testis recovers."


def _write_change(subject: _Subject) -> Iterator[dict[str, Any]]:
    rows = [*subject.select("within-arm ratio"), *subject.select("within-arm change")]
    parts = []
    for row in rows:
        unit = f" {row.unit}" if row.unit else ""
        known = (
            f"not estimable, {row.reason}"
            if row.value is None
            else f"{row.value:.2f}{unit} ({write_limits(row)}) in {row.n}"
        )
        parts.append(f"{subject.name_arm(row.arm)} {known}")
    if parts:
        kind = "ratio after to before" if rows[0].statistic == "within-arm ratio" else "change"
        text = f"{subject.endpoint.label}: {kind} {'; '.join(parts)}."
        first = rows[0].value
        value = "not estimable" if first is None else f"{first:.2f}"
        yield subject.make_claim(rows[0], value, text, _CHANGE_BEARS)


def _write_amounts(subject: _Subject) -> Iterator[dict[str, Any]]:
    shares = subject.select("share with any")
    if not shares:
        return
    medians = {row.arm: describe_median(row) for row in subject.select("median given any")}
    counted = {row.arm: describe_counted(row) for row in subject.select("median of those counted")}
    parts = [
        f"{subject.describe_share(row)}{medians.get(row.arm, '')}{counted.get(row.arm, '')}"
        for row in shares
    ]
    text = f"{subject.endpoint.label}: any in {'; '.join(parts)}."
    bears = f"{_SHARE_BEARS} {_AMOUNT_BEARS}"
    yield subject.make_claim(shares[0], write_count(shares[0]), text, bears)


def _write_ranks(subject: _Subject) -> Iterator[dict[str, Any]]:
    for row in subject.select(SUPERIORITY):
        odds, tied = (
            next((r for r in subject.select(name) if r.comparator == row.comparator), None)
            for name in (WIN_ODDS, TIED)
        )
        arms = subject.name_arm(row.arm), subject.name_arm(row.comparator)
        text = f"{subject.endpoint.label}: {describe_superiority(row, odds, tied, arms)}."
        bears = _what_contrast_bears(subject.study)
        yield subject.make_claim(row, write_of_hundred(row), text, bears)


def _write_odds(subject: _Subject) -> Iterator[dict[str, Any]]:
    for row in subject.select(ODDS_RATIO):
        arms = subject.name_arm(row.arm), subject.name_arm(row.comparator)
        text = f"{subject.endpoint.label}: {describe_odds(row, arms)}."
        bears = _what_contrast_bears(subject.study)
        yield subject.make_claim(row, write_short(row), text, bears)


_WRITERS: Mapping[str, Callable[[_Subject], Iterator[dict[str, Any]]]] = {
    "exact-share": _write_shares,
    "risk-difference": _write_difference,
    "ancova": _write_contrast,
    "mmrm": _write_contrast,
    "before-after": _write_change,
    "two-part": _write_amounts,
    "rank": _write_ranks,
    "proportional-odds": _write_odds,
}

"""Numbers that cannot be true, and numbers that are unusual."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import iterate_values, make_finding_at
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = ["IMPOSSIBLE_VALUE", "UNUSUAL_VALUE", "check_impossible", "check_unusual"]

_IMPOSSIBLE = "impossible-value"
_UNUSUAL = "unusual-value"

# abstinence has a check of its own, whose limits the study may set
_HAS_OWN_CHECK = {("semen", "abstinence_d")}


def _iterate_numbers(study: Study, data: StudyData) -> Iterator[tuple[Entry, Form, Item, float]]:
    for _, entry, form, item, value in iterate_values(study, data):
        if value.is_known and value.number is not None:
            yield entry, form, item, value.number


def _is_outside(number: float, low: float | None, high: float | None) -> bool:
    return (low is not None and number < low) or (high is not None and number > high)


def _render_range(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        text = f"at most {high:g}"
    elif high is None:
        text = f"at least {low:g}"
    else:
        text = f"{low:g} to {high:g}"
    return f"{text} {unit}".rstrip()


def check_impossible(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each number beyond the limits that no true value can pass."""
    return [
        make_finding_at(
            entry,
            "error",
            _IMPOSSIBLE,
            "the number is outside the possible range of "
            + _render_range(item.minimum, item.maximum, item.unit),
            item=item.id,
            remedy="compare with the source document; check the unit and the decimal point",
        )
        for entry, _, item, number in _iterate_numbers(study, data)
        if _is_outside(number, item.minimum, item.maximum)
    ]


def check_unusual(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each possible number beyond the limits that most values keep."""
    return [
        make_finding_at(
            entry,
            "warning",
            _UNUSUAL,
            "the number is outside the usual range of "
            + _render_range(item.low, item.high, item.unit),
            item=item.id,
            remedy="confirm it with the source document",
        )
        for entry, form, item, number in _iterate_numbers(study, data)
        if _is_outside(number, item.low, item.high)
        and not _is_outside(number, item.minimum, item.maximum)
        and (form.standard, item.id) not in _HAS_OWN_CHECK
    ]


IMPOSSIBLE_VALUE = Check(
    id=_IMPOSSIBLE,
    title="A number keeps within the limits that no true value can pass.",
    severity="error",
    looks_at="numbers with `minimum` or `maximum`",
    source="definition of the study",
    function=check_impossible,
    topic="Values",
)

UNUSUAL_VALUE = Check(
    id=_UNUSUAL,
    title="A number keeps within the limits of usual values.",
    severity="warning",
    looks_at="numbers with `low` or `high`",
    source="definition of the study",
    function=check_unusual,
    topic="Values",
)

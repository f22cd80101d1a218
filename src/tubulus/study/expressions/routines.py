"""What each function computes; every one gives a value for every input."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tubulus.study.expressions.operands import (
    NOTHING,
    Operand,
    choose_extreme,
    choose_state,
    make_number,
)
from tubulus.study.expressions.quantities import Quantity, compute_greatest, make_exact, oppose
from tubulus.study.records.values import ValueState

__all__ = ["ROUTINES", "count_completed_years"]

_ABSENT = frozenset((ValueState.MISSING, ValueState.UNREADABLE))


def _compute_absolute(arguments: Sequence[Operand]) -> Operand:
    content = arguments[0].content
    if not isinstance(content, Quantity):
        return Operand(choose_state(arguments[0]))
    if content.low >= 0:
        return arguments[0]
    if content.high <= 0:
        return make_number(oppose(content))
    farther = compute_greatest([content, oppose(content)])
    return make_number(Quantity(0.0, farther.high, low_open=False, high_open=farther.high_open))


def _compute_logarithm(arguments: Sequence[Operand]) -> Operand:
    content = arguments[0].content
    if not isinstance(content, Quantity):
        return Operand(choose_state(arguments[0]))
    if content.low <= 0:
        return NOTHING
    low, high = (
        math.log(content.low),
        math.inf if content.high == math.inf else math.log(content.high),
    )
    return make_number(Quantity(low, high, content.low_open, content.high_open))


def _round_value(arguments: Sequence[Operand]) -> Operand:
    content = arguments[0].content
    if not isinstance(content, Quantity):
        return Operand(choose_state(arguments[0]))
    digits = 0
    if len(arguments) > 1 and isinstance(arguments[1].content, Quantity):
        digits = int(arguments[1].content.low)
    rounded = Quantity(
        _round_number(content.low, digits),
        _round_number(content.high, digits),
        # rounding closes a limit: 9.96 is below 10 and rounds to 10
        low_open=math.isinf(content.low),
        high_open=math.isinf(content.high),
    )
    return make_number(rounded)


def _round_number(number: float, digits: int) -> float:
    if math.isinf(number) or abs(number) >= 1e15:
        return number
    # the decimal that is shown decides: 2.675 has two digits more than its binary form says
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_UP))


def _choose(arguments: Sequence[Operand], *, largest: bool) -> Operand:
    if any(argument.content is None for argument in arguments):
        return Operand(choose_state(*arguments))
    return choose_extreme(arguments, largest=largest)


def _count_days(arguments: Sequence[Operand]) -> Operand:
    first, last = arguments[0].content, arguments[1].content
    if isinstance(first, date) and isinstance(last, date):
        return make_number(make_exact(float((last - first).days)))
    return Operand(choose_state(*arguments))


def _count_years(arguments: Sequence[Operand]) -> Operand:
    first, last = arguments[0].content, arguments[1].content
    if isinstance(first, date) and isinstance(last, date):
        return make_number(make_exact(float(count_completed_years(first, last))))
    return Operand(choose_state(*arguments))


def count_completed_years(first: date, last: date) -> int:
    """Return the completed years between two dates; negative where the second lies before.

    Who was born on 29 February completes a year on 1 March where there is no such day.
    """
    if last < first:
        return -count_completed_years(last, first)
    before = (last.month, last.day) < (first.month, first.day)
    return last.year - first.year - int(before)


def _coalesce(arguments: Sequence[Operand]) -> Operand:
    return next((a for a in arguments if a.state not in _ABSENT), NOTHING)


def _choose_branch(arguments: Sequence[Operand]) -> Operand:
    condition = arguments[0].content
    if not isinstance(condition, bool):
        return NOTHING
    return arguments[1] if condition else arguments[2]


ROUTINES: dict[str, Callable[[Sequence[Operand]], Operand]] = {
    "abs": _compute_absolute,
    "log": _compute_logarithm,
    "round": _round_value,
    "least": lambda arguments: _choose(arguments, largest=False),
    "greatest": lambda arguments: _choose(arguments, largest=True),
    "days_between": _count_days,
    "years_between": _count_years,
    "coalesce": _coalesce,
    "if": _choose_branch,
}
"""Each function of the language, by its name."""

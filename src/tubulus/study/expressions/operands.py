"""Values during evaluation: a state, and what is known of the content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tubulus.study.expressions.quantities import (
    SEEN,
    Quantity,
    add,
    classify,
    compare,
    compute_greatest,
    compute_least,
    divide,
    make_exact,
)
from tubulus.study.expressions.tree import Family
from tubulus.study.records.values import Value, ValueState

__all__ = [
    "NOTHING",
    "Content",
    "Operand",
    "choose_extreme",
    "choose_state",
    "compare_operands",
    "compute_mean",
    "make_number",
    "make_operand",
    "make_truth",
    "make_value",
    "read_value",
]

Content = Quantity | str | date | bool | None
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?")


@dataclass(frozen=True, slots=True)
class Operand:
    """A value during evaluation; ``content`` is None where nothing is known of it."""

    state: ValueState
    content: Content = None


NOTHING = Operand(ValueState.MISSING)
_TRUE, _FALSE = Operand(ValueState.PRESENT, True), Operand(ValueState.PRESENT, False)


def make_operand(content: str | date | None) -> Operand:
    """Return a known text or date; nothing for None."""
    return NOTHING if content is None else Operand(ValueState.PRESENT, content)


def make_truth(truth: bool | None) -> Operand:
    """Return a condition; unknown is missing."""
    if truth is None:
        return NOTHING
    return _TRUE if truth else _FALSE


def make_number(quantity: Quantity | None) -> Operand:
    """Return a calculated number in the state that fits what is known of it."""
    return Operand(classify(quantity), quantity)


def choose_state(*operands: Operand) -> ValueState:
    """Return the state of a calculation with a part of which nothing is known."""
    states = {operand.state for operand in operands if operand.content is None}
    # whatever a missing part may be, the result does not apply
    if ValueState.NOT_APPLICABLE in states:
        return ValueState.NOT_APPLICABLE
    return ValueState.MISSING


def read_value(value: Value, family: Family, floor: float) -> Operand:
    """Return a recorded value for evaluation; one without its content is missing."""
    if family == "number":
        return _read_number(value, floor)
    if value.state is not ValueState.PRESENT:
        return Operand(value.state)
    if family == "date":
        return make_operand(value.day)
    if family == "truth":
        return make_truth(value.truth)
    if family == "time":
        return make_operand(_read_clock(value.text))
    return make_operand(value.text)


def _read_number(value: Value, floor: float) -> Operand:
    if value.state is ValueState.NOT_QUANTIFIABLE:
        return Operand(value.state, SEEN)
    exact = None if value.number is None else make_exact(value.number)
    if value.state is ValueState.PRESENT:
        return Operand(value.state, exact) if exact else NOTHING
    if value.state is ValueState.BELOW_LIMIT:
        return Operand(value.state, _bound_above(exact, floor))
    if value.state is ValueState.ABOVE_LIMIT:
        return Operand(
            value.state,
            Quantity(exact.low, float("inf"), low_open=True, high_open=True) if exact else None,
        )
    return Operand(value.state)


def _bound_above(limit: Quantity | None, floor: float) -> Quantity | None:
    if limit is None:
        return None
    if floor >= limit.low:
        floor = float("-inf")
    return Quantity(floor, limit.low, low_open=floor == float("-inf"), high_open=True)


def _read_clock(text: str | None) -> str | None:
    match = _CLOCK.fullmatch(text or "")
    return f"{int(match.group(1)):02d}:{match.group(2)}" if match else None


def make_value(operand: Operand, family: Family) -> Value:
    """Return the outcome of an evaluation as a value of a record."""
    content, state = operand.content, operand.state
    if isinstance(content, Quantity):
        # number carries the limit of a value below or above one, as in a record
        if state in {ValueState.PRESENT, ValueState.ABOVE_LIMIT}:
            return Value(state=state, number=content.low)
        if state is ValueState.BELOW_LIMIT:
            return Value(state=state, number=content.high)
        return Value(state=state)
    if isinstance(content, bool):
        return Value(truth=content)
    if isinstance(content, date):
        return Value(day=content)
    if isinstance(content, str):
        return Value(text=content)
    return Value(state=ValueState.MISSING if family == "truth" else state)


def compare_operands(operator: str, left: Operand, right: Operand) -> bool | None:
    """Return whether a comparison holds, or None where it cannot be decided."""
    first, second = left.content, right.content
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return compare(operator, first, second)
    if isinstance(first, bool) and isinstance(second, bool):
        return (first is second) is (operator == "=")
    if isinstance(first, str) and isinstance(second, str):
        return _compare_ordered(operator, (first > second) - (first < second))
    if isinstance(first, date) and isinstance(second, date):
        return _compare_ordered(operator, (first > second) - (first < second))
    return None


def _compare_ordered(operator: str, sign: int) -> bool:
    holds = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
    return sign in holds[operator]


def choose_extreme(operands: Sequence[Operand], *, largest: bool) -> Operand:
    """Return the smallest or the largest of several known values (at least one)."""
    numbers = [o.content for o in operands if isinstance(o.content, Quantity)]
    if len(numbers) == len(operands):
        extreme = compute_greatest(numbers) if largest else compute_least(numbers)
        same = next((o for o in operands if o.content == extreme), None)
        return same or make_number(extreme)
    chosen = operands[0]
    for operand in operands[1:]:
        if compare_operands(">" if largest else "<", operand, chosen):
            chosen = operand
    return chosen


def compute_mean(operands: Sequence[Operand]) -> Operand:
    """Return the mean of several known numbers (at least one)."""
    total = make_exact(0.0)
    count = 0
    for operand in operands:
        if total is not None and isinstance(operand.content, Quantity):
            total, count = add(total, operand.content), count + 1
    number = make_exact(float(count))
    if total is None or number is None:
        return NOTHING
    return make_number(divide(total, number))

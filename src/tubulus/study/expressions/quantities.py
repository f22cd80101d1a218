"""Numbers known exactly or only between two limits, and what can be said of them.

A value below the limit of detection lies between its floor and the limit; one that was seen but
could not be counted lies above zero. Arithmetic carries such limits along, and a comparison is
decided where every number between the limits gives the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tubulus.study.expressions.logic import negate
from tubulus.study.records.values import ValueState

__all__ = [
    "SEEN",
    "Quantity",
    "add",
    "classify",
    "compare",
    "compute_greatest",
    "compute_least",
    "divide",
    "make_exact",
    "multiply",
    "oppose",
]

EQUAL_WITHIN = 1e-12
"""Relative difference within which two numbers count as equal: some thousand rounding steps, so
that a change of unit cannot flip a limit, and far less than any laboratory can measure."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """All numbers from ``low`` to ``high``; a limit that is open does not belong to them."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether one number remains."""
        return self.low == self.high


SEEN = Quantity(0.0, math.inf, low_open=True, high_open=True)
"""What is known of something that was seen and not quantified: it is more than none."""


def make_exact(number: float) -> Quantity | None:
    """Return a known number; None where it is not finite."""
    number += 0.0  # no negative zero
    return Quantity(number, number) if math.isfinite(number) else None


def _make(low: float, high: float, low_open: bool, high_open: bool) -> Quantity | None:
    """Return the numbers between two limits; None where nothing would be known of them."""
    if math.isnan(low) or math.isnan(high) or low > high or low == math.inf or high == -math.inf:
        return None
    if low == -math.inf and high == math.inf:
        return None
    if low == high:
        return make_exact(low)
    return Quantity(low, high, low_open or math.isinf(low), high_open or math.isinf(high))


def classify(quantity: Quantity | None) -> ValueState:
    """Return the state in which a calculated number is recorded.

    A number known only to lie between two limits has no state of its own and is missing.
    """
    if quantity is None:
        return ValueState.MISSING
    if quantity.is_exact:
        return ValueState.PRESENT
    if quantity == SEEN:
        return ValueState.NOT_QUANTIFIABLE
    if quantity.high == math.inf and quantity.low_open:
        return ValueState.ABOVE_LIMIT
    if quantity.high_open and quantity.low in {0.0, -math.inf}:
        return ValueState.BELOW_LIMIT
    return ValueState.MISSING


def compare(operator: str, left: Quantity, right: Quantity) -> bool | None:
    """Return whether a comparison holds, or None where the limits do not decide it."""
    if operator == "=":
        return _is_equal(left, right)
    if operator == "!=":
        return negate(_is_equal(left, right))
    if operator == "<":
        return _is_less(left, right)
    if operator == ">":
        return _is_less(right, left)
    if operator == "<=":
        return negate(_is_less(right, left))
    return negate(_is_less(left, right))


def _is_close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=EQUAL_WITHIN)


def _is_less(left: Quantity, right: Quantity) -> bool | None:
    if _is_close(left.high, right.low):
        if left.high_open or right.low_open:
            return True
    elif left.high < right.low:
        return True
    if left.low > right.high or _is_close(left.low, right.high):
        return False
    return None


def _is_equal(left: Quantity, right: Quantity) -> bool | None:
    if left.is_exact and right.is_exact:
        return _is_close(left.low, right.low)
    apart = _is_less(left, right) or _is_less(right, left)
    return False if apart else None


def oppose(quantity: Quantity) -> Quantity:
    """Return ``-x``."""
    return Quantity(-quantity.high, -quantity.low, quantity.high_open, quantity.low_open)


def add(left: Quantity, right: Quantity) -> Quantity | None:
    """Return ``x + y``."""
    return _make(
        left.low + right.low,
        left.high + right.high,
        left.low_open or right.low_open,
        left.high_open or right.high_open,
    )


def multiply(left: Quantity, right: Quantity) -> Quantity | None:
    """Return ``x * y``; zero times anything is zero."""
    corners = [
        _multiply_ends(first, second) for first in _list_ends(left) for second in _list_ends(right)
    ]
    # of two equal corners the one that belongs to the numbers counts
    low, low_open = min(corners)
    high, high_closed = max((value, not is_open) for value, is_open in corners)
    return _make(low, high, low_open, not high_closed)


def _list_ends(quantity: Quantity) -> tuple[tuple[float, bool], tuple[float, bool]]:
    return (quantity.low, quantity.low_open), (quantity.high, quantity.high_open)


def _multiply_ends(first: tuple[float, bool], second: tuple[float, bool]) -> tuple[float, bool]:
    if (0.0, False) in {first, second}:
        return 0.0, False
    if 0.0 in {first[0], second[0]}:
        return 0.0, True
    return first[0] * second[0], first[1] or second[1]


def divide(left: Quantity, right: Quantity) -> Quantity | None:
    """Return ``x / y``; None where the divisor is zero or may be."""
    surely_positive = right.low > 0 or (right.low == 0 and right.low_open)
    surely_negative = right.high < 0 or (right.high == 0 and right.high_open)
    if right.is_exact and right.low != 0:
        return _scale_down(left, right.low)
    if not (surely_positive or surely_negative):
        return None
    inverse = _make(
        _invert(right.high, negative=surely_negative),
        _invert(right.low, negative=surely_negative),
        right.high_open,
        right.low_open,
    )
    return None if inverse is None else multiply(left, inverse)


def _scale_down(left: Quantity, divisor: float) -> Quantity | None:
    # dividing once is exact where multiplying by an inverse would round twice
    ends = [(left.low / divisor, left.low_open), (left.high / divisor, left.high_open)]
    (low, low_open), (high, high_open) = ends if divisor > 0 else reversed(ends)
    return _make(low, high, low_open, high_open)


def _invert(end: float, *, negative: bool) -> float:
    if end == 0:
        return -math.inf if negative else math.inf
    return 1.0 / end


def compute_least(quantities: Sequence[Quantity]) -> Quantity:
    """Return the smallest of several numbers (at least one)."""
    low, low_open = min((q.low, q.low_open) for q in quantities)
    # the smallest belongs below each upper limit: an open one is the stricter of two equal
    high, high_closed = min((q.high, not q.high_open) for q in quantities)
    return replace(quantities[0], low=low, high=high, low_open=low_open, high_open=not high_closed)


def compute_greatest(quantities: Sequence[Quantity]) -> Quantity:
    """Return the largest of several numbers (at least one)."""
    return oppose(compute_least([oppose(q) for q in quantities]))

from __future__ import annotations

import math

import pytest

from tubulus.study.expressions.quantities import (
    SEEN,
    Quantity,
    add,
    classify,
    compare,
    compute_greatest,
    compute_least,
    divide,
    multiply,
    oppose,
)
from tubulus.study.records.values import ValueState

BELOW_TEN = Quantity(0.0, 10.0, high_open=True)
TWO = Quantity(2.0, 2.0)
ZERO = Quantity(0.0, 0.0)


def test_both_ends_of_an_open_limit_are_respected() -> None:
    ten = Quantity(10.0, 10.0)

    assert compare("<", BELOW_TEN, ten) is True
    assert compare("=", BELOW_TEN, ten) is False
    assert compare(">=", BELOW_TEN, ZERO) is True
    assert compare(">", BELOW_TEN, ZERO) is None


def test_numbers_closer_than_rounding_are_equal() -> None:
    sum_of_tenths = Quantity(0.1 + 0.2, 0.1 + 0.2)

    assert compare("=", sum_of_tenths, Quantity(0.3, 0.3)) is True
    assert compare("<=", sum_of_tenths, Quantity(0.3, 0.3)) is True


def test_zero_times_anything_is_zero() -> None:
    assert multiply(ZERO, SEEN) == ZERO


def test_something_seen_stays_seen_when_multiplied_or_added() -> None:
    assert multiply(TWO, SEEN) == SEEN
    assert add(SEEN, SEEN) == SEEN


def test_dividing_by_what_may_be_zero_gives_nothing() -> None:
    assert divide(TWO, ZERO) is None
    assert divide(TWO, BELOW_TEN) is None


def test_dividing_by_something_seen_is_positive() -> None:
    assert divide(TWO, SEEN) == SEEN
    assert divide(TWO, oppose(SEEN)) == oppose(SEEN)


def test_an_overflow_gives_nothing() -> None:
    assert multiply(Quantity(1e308, 1e308), Quantity(1e308, 1e308)) is None


def test_the_least_of_an_open_and_a_closed_limit_is_open() -> None:
    assert compute_least([BELOW_TEN, Quantity(10.0, 10.0)]) == BELOW_TEN
    assert compute_greatest([BELOW_TEN, TWO]) == Quantity(2.0, 10.0, high_open=True)


@pytest.mark.parametrize(
    ("quantity", "state"),
    [
        (None, ValueState.MISSING),
        (TWO, ValueState.PRESENT),
        (BELOW_TEN, ValueState.BELOW_LIMIT),
        (SEEN, ValueState.NOT_QUANTIFIABLE),
        (Quantity(5.0, math.inf, low_open=True, high_open=True), ValueState.ABOVE_LIMIT),
        (Quantity(1.0, 2.0), ValueState.MISSING),
    ],
)
def test_a_calculated_number_has_the_state_that_fits(
    quantity: Quantity | None, state: ValueState
) -> None:
    assert classify(quantity) is state

from __future__ import annotations

import math

import pytest

from tubulus.core.estimates import Estimate
from tubulus.report.numbers import (
    choose_style,
    format_count,
    format_interval,
    format_number,
    format_p,
    format_value,
)
from tubulus.report.settings import ReportSettings

SETTINGS = ReportSettings()


def make_row(statistic: str, value: float = 0.225, **rest: object) -> Estimate:
    return Estimate(section="responders", statistic=statistic, value=value, **rest)  # type: ignore[arg-type]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("statistic", "unit", "style"),
    [
        ("share", "", "share"),
        ("share without more sensitive examination", "", "share"),
        ("upper limit", "", "share"),
        ("risk difference", "", "points"),
        ("geometric mean ratio", "", "ratio"),
        ("smd", "", "index"),
        ("p", "", "p"),
        ("n", "", "count"),
        ("median", "IU/L", "quantity"),
        ("something new", "", "quantity"),
    ],
)
def test_a_statistic_has_its_way_of_being_written(statistic: str, unit: str, style: str) -> None:
    assert choose_style(make_row(statistic, unit=unit)) == style


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0478, "p = 0.048"),
        (0.115, "p = 0.12"),
        (0.999, "p > 0.99"),
    ],
)
def test_a_p_value_is_never_zero_and_never_one(value: float, text: str) -> None:
    assert plain(format_p(value)) == text


def test_a_share_is_a_percentage_with_the_decimals_of_the_settings() -> None:
    assert plain(format_value(0.225, "share", SETTINGS)) == "22.5 %"
    assert plain(format_value(0.225, "share", ReportSettings(share_decimals=0))) == "22 %"


def test_a_difference_of_shares_has_a_sign_and_is_in_points() -> None:
    assert plain(format_value(0.15, "points", SETTINGS)) == "+15.0 points"
    assert plain(format_value(-0.002, "points", SETTINGS)) == "\N{MINUS SIGN}0.2 points"


def test_a_value_that_rounds_to_zero_has_no_sign() -> None:
    assert plain(format_value(-0.0001, "index", SETTINGS)) == "0.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (12345.0, "12 345"), (19.64, "19.6"), (0.004567, "0.00457"), (0.42, "0.420")],
)
def test_a_quantity_keeps_its_significant_digits(value: float, text: str) -> None:
    assert plain(format_number(value)) == text


def test_an_interval_names_its_level_and_writes_the_mark_once() -> None:
    row = make_row("share", low=0.108, high=0.385, confidence=0.95)

    assert plain(format_interval(row, SETTINGS)) == "95 % CI 10.8 to 38.5"


def test_an_infinite_limit_is_written_in_words() -> None:
    row = make_row("ratio", 4.1, low=0.3, high=math.inf, confidence=0.95)

    assert plain(format_interval(row, SETTINGS)) == "95 % CI from 0.30, no upper limit"
    assert "inf" not in format_interval(make_row("ratio", 4.1, low=-math.inf, high=9.0), SETTINGS)


def test_no_limits_are_no_interval() -> None:
    assert not format_interval(make_row("share"), SETTINGS)


def test_a_count_needs_both_numbers() -> None:
    assert format_count(make_row("share", n=9, denominator=40)) == "9 of 40"
    assert not format_count(make_row("share", n=9))

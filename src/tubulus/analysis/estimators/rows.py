"""Turn what the stats room returns into rows of the results table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tubulus.core.estimates import Estimate
from tubulus.stats.results import HypothesisTest, Interval, Statistic

__all__ = [
    "begin_row",
    "fill_interval",
    "fill_number",
    "fill_statistic",
    "fill_test",
    "join_notes",
]


def begin_row(section: str, statistic: str, **about: Any) -> Estimate:
    """Begin a row that says what a number is about; one of the others puts the number in."""
    return Estimate(
        section=section,
        statistic=statistic,
        state="not estimable",
        reason="not computed",
        **about,
    )


def fill_interval(row: Estimate, interval: Interval) -> Estimate:
    """Put an estimate with limits into a row."""
    return replace(
        row,
        value=interval.estimate,
        low=interval.low,
        high=interval.high,
        confidence=interval.confidence,
        method=interval.method,
        state=interval.state,
        reason=interval.reason,
    )


def fill_statistic(row: Estimate, statistic: Statistic) -> Estimate:
    """Put a number without limits into a row."""
    return replace(
        row,
        value=statistic.value,
        method=statistic.method,
        state=statistic.state,
        reason=statistic.reason,
    )


def fill_test(row: Estimate, test: HypothesisTest) -> Estimate:
    """Put a p-value into a row."""
    return replace(
        row,
        statistic="p",
        value=test.p_value,
        method=f"{test.method}, {test.alternative}",
        state=test.state,
        reason=test.reason,
    )


def fill_number(row: Estimate, value: float, method: str = "count") -> Estimate:
    """Put a plain number into a row."""
    return replace(row, value=float(value), method=method, state="estimated", reason="")


def join_notes(*notes: str) -> str:
    """Join notes with semicolons, leaving out empty ones."""
    return "; ".join(filter(None, notes))

"""The dates of one man, from screening to the long-term visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from numpy.random import Generator

from tubulus.study.definition.identity import Visit

__all__ = ["Calendar", "draw_between", "move_to_weekday", "simulate_calendar"]


@dataclass(frozen=True)
class Calendar:
    """Dates of one man; ``day_1`` is the marrow harvest or the first dose.

    ``follow_up`` and ``long_term`` are the dates on which he came or would have come;
    ``follow_up_ejaculates`` are those of three possible ejaculates.
    """

    screened: date
    consented: date
    ejaculates: tuple[date, date]
    allocated: date
    baseline: date
    day_1: date
    treated: date
    early: date
    follow_up: date
    follow_up_ejaculates: tuple[date, date, date]
    long_term: date
    outside_window: bool


def draw_between(rng: Generator, fewest: int, most: int) -> int:
    """Draw a whole number with both ends included."""
    return int(rng.integers(fewest, most + 1))


def simulate_calendar(
    screened: date, course: str, follow_up: Visit | None, outside_share: float, rng: Generator
) -> Calendar:
    """Draw the dates of one man.

    Parameters
    ----------
    screened : date
        Day of the first contact.
    course : str
        ``cells`` has an injection three to six weeks after the harvest.
    follow_up : Visit, optional
        The study's follow-up visit, for its day and window.
    outside_share : float
        Chance that he comes after the window has closed.
    rng : Generator
        Source of randomness.
    """
    consented = _step(screened, rng, 0, 5)
    first = _step(consented, rng, 3, 10)
    second = _step(first, rng, 10, 21)
    allocated = _step(second, rng, 2, 8)
    baseline = _step(allocated, rng, 2, 10)
    day_1 = _step(baseline, rng, 3, 12)
    treated = _step(day_1, rng, 21, 42) if course == "cells" else day_1
    day, last = _find_span(follow_up)
    outside = bool(rng.random() < outside_share)
    # study days count from 1, so day d is d - 1 days after day 1
    gap = last - 1 + draw_between(rng, 5, 20) if outside else day - 1 + draw_between(rng, -8, 8)
    came = move_to_weekday(day_1 + timedelta(days=gap))
    again = (_step(came, rng, 4, 8), _step(came, rng, 10, 14))
    return Calendar(
        screened=screened,
        consented=consented,
        ejaculates=(first, second),
        allocated=allocated,
        baseline=baseline,
        day_1=day_1,
        treated=treated,
        early=_step(day_1, rng, 6, 8),
        follow_up=came,
        follow_up_ejaculates=(came, *again),
        long_term=_step(day_1, rng, 355, 380),
        outside_window=outside,
    )


def _find_span(visit: Visit | None) -> tuple[int, int]:
    """Return day and last allowed day of the follow-up; six months where the study names none."""
    day = visit.day if visit and visit.day else 183
    return day, visit.window[1] if visit and visit.window else day + 30


def _step(start: date, rng: Generator, fewest: int, most: int) -> date:
    return move_to_weekday(start + timedelta(days=draw_between(rng, fewest, most)))


def move_to_weekday(day: date) -> date:
    """Move a Saturday or Sunday to the Monday after it."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])

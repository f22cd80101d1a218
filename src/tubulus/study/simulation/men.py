"""The simulated men: everything that is drawn once and shows in several forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from tubulus.study.definition.study import Study
from tubulus.study.simulation.calendar import (
    Calendar,
    draw_between,
    move_to_weekday,
    simulate_calendar,
)
from tubulus.study.simulation.marginals import Measurements, simulate_measurements
from tubulus.study.simulation.response import Response, simulate_response
from tubulus.study.simulation.settings import SimulationSettings

__all__ = ["ScreenedMan", "SimulatedMan", "simulate_men"]

# shares of the simulation: untidiness, no finding of any study
_PARTNERS = {"none": 0.08, "refuses": 0.12, "consents": 0.80}
_LEAVING = {"lost": 0.6, "withdrawal": 0.25, "consent-withdrawn": 0.15}


@dataclass(frozen=True)
class ScreenedMan:
    """A man who was looked at; ``reason`` is empty where he was taken in."""

    id: str
    screened: date
    decided: date
    age: float
    reason: str = ""


@dataclass(frozen=True, eq=False)
class SimulatedMan:
    """A man who was taken in.

    Parameters
    ----------
    id, arm, course : str
        Who he is and what he is given.
    calendar : Calendar
        His dates.
    measurements : Measurements
        Values of his arm; ``row`` is his.
    response : Response
        Response of his arm; ``row`` is his.
    row : int
        His place among the men of his arm.
    laboratories : tuple of str
        Laboratory at baseline and at follow-up; empty where the study has none.
    left_on : date or None
        Last day in the study of a man who did not come to the follow-up.
    left_as : str
        How he left; ``completed`` where he did not.
    age : float
        Age at screening, in years.
    aetiology : str
        Cause of azoospermia.
    partner : str
        ``none``, ``refuses`` (takes no part) or ``consents``.
    """

    id: str
    arm: str
    course: str
    calendar: Calendar
    measurements: Measurements
    response: Response
    row: int
    laboratories: tuple[str, str]
    left_on: date | None
    left_as: str
    age: float
    aetiology: str
    partner: str

    def tell(self, what: str) -> bool:
        """Return one of the truths of his response, for instance ``observed``."""
        return bool(getattr(self.response, what)[self.row])

    def measure(self, item: str) -> tuple[float, float]:
        """Return his value of an item before treatment and at follow-up."""
        return self.measurements.get(item, self.row)

    @property
    def last_day(self) -> date:
        """The last day on which anything can be recorded of him."""
        return self.left_on or self.calendar.long_term


def simulate_men(
    study: Study, settings: SimulationSettings, rng: Generator
) -> tuple[tuple[ScreenedMan, ...], tuple[SimulatedMan, ...]]:
    """Draw everybody who was screened and everybody who was taken in.

    Parameters
    ----------
    study : Study
        The definition, for visits and laboratories.
    settings : SimulationSettings
        What to draw from.
    rng : Generator
        Source of randomness.

    Returns
    -------
    tuple
        All screened men in the order of screening, and those taken in.
    """
    planned = [(arm.id, row) for arm in settings.arms for row in range(arm.participants)]
    taken = [planned[i] for i in rng.permutation(len(planned))]
    responses = {a.id: simulate_response(settings, a.id, rng) for a in settings.arms}
    values = {
        a.id: simulate_measurements(settings, a.id, a.participants, rng) for a in settings.arms
    }
    order = _order_screened(len(taken), settings.screening.failure_share, rng)
    starts = np.sort(rng.integers(0, settings.recruitment_days, len(order)))
    screened: list[ScreenedMan] = []
    men: list[SimulatedMan] = []
    for number, (place, start) in enumerate(zip(order, starts, strict=True), start=1):
        name = f"SYN-{number:03d}"
        day = move_to_weekday(settings.recruitment_start + timedelta(days=int(start)))
        if place < 0:
            screened.append(_draw_failure(name, day, settings, rng))
            continue
        arm, row = taken[place]
        man = _draw_man(study, settings, (name, arm, row, day), (values, responses), rng)
        screened.append(ScreenedMan(name, day, man.calendar.allocated, man.age))
        men.append(man)
    return tuple(screened), tuple(men)


def _order_screened(n: int, failure_share: float, rng: Generator) -> list[int]:
    """Return for each screened man his place among those taken in, -1 for a failure."""
    order: list[int] = []
    taken = 0
    while taken < n:
        failed = bool(rng.random() < failure_share)
        order.append(-1 if failed else taken)
        taken += not failed
    return order


def _draw_failure(
    name: str, day: date, settings: SimulationSettings, rng: Generator
) -> ScreenedMan:
    reason = _choose(settings.screening.reasons, rng)
    # a man turned away for his age lies beyond the span of the others
    age = float(rng.uniform(51, 58)) if reason == "age" else float(rng.uniform(24, 46))
    decided = move_to_weekday(day + timedelta(days=draw_between(rng, 7, 35)))
    return ScreenedMan(name, day, decided, age, reason)


def _choose(shares: dict[str, float], rng: Generator) -> str:
    weights = np.array(list(shares.values()))
    return str(list(shares)[int(rng.choice(len(weights), p=weights / weights.sum()))])


def _draw_man(
    study: Study,
    settings: SimulationSettings,
    who: tuple[str, str, int, date],
    drawn: tuple[dict[str, Measurements], dict[str, Response]],
    rng: Generator,
) -> SimulatedMan:
    name, arm, row, day = who
    values, responses = drawn[0][arm], drawn[1][arm]
    course = settings.find_arm(arm).course
    calendar = simulate_calendar(
        day,
        course,
        study.find_visit(settings.visits.follow_up),
        settings.mess.outside_window,
        rng,
    )
    left_as, left_on = _draw_leaving(bool(responses.observed[row]), calendar, rng)
    has_age = "age" in values.items
    return SimulatedMan(
        id=name,
        arm=arm,
        course=course,
        calendar=calendar,
        measurements=values,
        response=responses,
        row=row,
        laboratories=_draw_laboratories(study, settings, rng),
        left_on=left_on,
        left_as=left_as,
        age=values.get("age", row)[0] if has_age else float(rng.uniform(25, 45)),
        aetiology=_choose(settings.aetiology.shares, rng),
        partner=_choose(_PARTNERS, rng),
    )


def _draw_leaving(observed: bool, calendar: Calendar, rng: Generator) -> tuple[str, date | None]:
    """Draw how and when a man left before the follow-up; nobody leaves before his treatment."""
    left_as = _choose(_LEAVING, rng)
    left_on = calendar.treated + timedelta(days=draw_between(rng, 30, 100))
    return ("completed", None) if observed else (left_as, left_on)


def _draw_laboratories(
    study: Study, settings: SimulationSettings, rng: Generator
) -> tuple[str, str]:
    names = [laboratory.id for laboratory in study.laboratories][:2] or [""]
    second = bool(rng.random() < settings.mess.second_laboratory)
    changes = bool(rng.random() < settings.mess.changes_laboratory)
    before = names[-1] if second else names[0]
    after = names[-1] if second != changes else names[0]
    return before, after

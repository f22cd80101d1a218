"""Rows of the semen analyses: two ejaculates before treatment, one to three at the follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.rows import Cell, Context, Row, make_row, render_number

__all__ = ["count_follow_up_ejaculates", "write_semen"]

_SEDIMENT_LIMIT, _DIRECT_LIMIT = 0.01, 0.1
"""Detection limits in million/mL with and without centrifugation: values of the simulation."""


@dataclass(frozen=True)
class _Examination:
    """One ejaculate: where, when, how, and how much was seen."""

    visit: str
    number: int
    day: date
    laboratory: str
    sediment: bool
    seen: str


def write_semen(man: SimulatedMan, context: Context) -> list[Row]:
    """Write his ejaculates; before treatment no sperm are seen in any."""
    visits, calendar = context.settings.visits, man.calendar
    sediment = not man.tell("direct_at_baseline")
    before = [
        _Examination(visits.screening, number, day, man.laboratories[0], sediment, "none")
        for number, day in enumerate(calendar.ejaculates, start=1)
    ]
    number_after = count_follow_up_ejaculates(man, context)
    seen = _draw_findings(man, context, number_after)
    after = [
        _Examination(visits.follow_up, place + 1, day, man.laboratories[1], True, seen[place])
        for place, day in enumerate(calendar.follow_up_ejaculates[:number_after])
    ]
    return [_write_ejaculate(man, context, examination) for examination in [*before, *after]]


def count_follow_up_ejaculates(man: SimulatedMan, context: Context) -> int:
    """Draw how many ejaculates he brings to the follow-up visit."""
    only_one = context.happens(context.settings.mess.missing_second_ejaculate)
    if not man.tell("observed"):
        return 0
    if man.tell("third_ejaculate"):
        return 3
    return 1 if only_one else 2


def _draw_findings(man: SimulatedMan, context: Context, number: int) -> list[str]:
    """Draw in which ejaculates sperm are seen: at least one where the man has any."""
    counted = context.happens(context.settings.sperm.counted_share)
    places = context.rng.permutation(3)
    more = context.rng.random(3) < 0.5
    if not number or not man.tell("sperm_seen"):
        return ["none"] * number
    first = int(next(place for place in places if place < number))
    finding = "counted" if counted else "single"
    return [
        finding if place == first else "single" if more[place] else "none"
        for place in range(number)
    ]


def _write_ejaculate(man: SimulatedMan, context: Context, what: _Examination) -> Row:
    rng, mess, visits = context.rng, context.settings.mess, context.settings.visits
    unusual = context.happens(mess.unusual_abstinence)
    volume = round(float(np.clip(2.8 * np.exp(0.4 * rng.standard_normal()), 0.8, 7.5)), 1)
    round_cells = float(np.exp(rng.normal(-1.0, 0.6)))
    return make_row(
        man,
        what.visit,
        collected_on=what.day,
        collected_at=f"{int(rng.integers(8, 12)):02d}:{int(rng.integers(0, 60)):02d}",
        sample_number=what.number,
        laboratory=what.laboratory,
        abstinence_d=int(rng.integers(9, 13)) if unusual else int(rng.integers(2, 7)),
        collection_complete=True,
        minutes_to_analysis=int(rng.integers(25, 56)),
        liquefaction_min=int(rng.integers(15, 46)),
        examination_method="sediment" if what.sediment else "direct",
        centrifugation_g=3000 if what.sediment else "NA",
        centrifugation_min=15 if what.sediment else "NA",
        fields_searched=int(rng.integers(100, 201)) if what.sediment else int(rng.integers(20, 51)),
        detection_limit=_SEDIMENT_LIMIT if what.sediment else _DIRECT_LIMIT,
        # nobody is allocated at screening
        examiner_knew_arm=what.visit == visits.follow_up and context.happens(0.6),
        examiner_knew_visit=context.happens(0.8),
        volume=volume,
        ph=render_number(float(rng.uniform(7.2, 8.0)), 1),
        round_cells=render_number(round_cells, 2),
        leukocytes=render_number(0.3 * round_cells, 2),
        **_write_sperm(context, what.seen, volume),
    )


def _write_sperm(context: Context, seen: str, volume: float) -> dict[str, Cell]:
    """Write count, motility and morphology; without sperm to count the latter do not apply."""
    rng, settings = context.rng, context.settings.sperm
    drawn = settings.center * float(np.exp(settings.spread * rng.standard_normal()))
    progressive, rest = int(rng.integers(0, 21)), int(rng.integers(0, 21))
    normal = int(rng.integers(0, 4))
    share = dict.fromkeys(
        ("progressive", "non_progressive", "immotile", "vitality", "normal_forms"), "NA"
    )
    if seen == "none":
        return {"sperm_seen": seen, "concentration": 0, "total": 0, **share}
    if seen == "single":
        return {"sperm_seen": seen, "concentration": "SNQ", "total": "SNQ", **share}
    concentration = max(round(drawn, 2), 2 * _SEDIMENT_LIMIT)
    return {
        "sperm_seen": seen,
        "concentration": render_number(concentration, 2),
        "total": render_number(concentration * volume, 3),
        "progressive": progressive,
        "non_progressive": rest,
        "immotile": 100 - progressive - rest,
        "vitality": min(progressive + rest + 20, 100),
        "normal_forms": normal,
    }

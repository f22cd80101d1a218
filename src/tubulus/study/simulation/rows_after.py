"""Rows of what happened on the way: events, deviations, partner, long-term visit, disposition."""

from __future__ import annotations

from datetime import timedelta

from tubulus.study.simulation.calendar import draw_between
from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.rows import Context, Row, make_row

__all__ = [
    "write_adverse_event",
    "write_deviation",
    "write_disposition",
    "write_long_term_safety",
    "write_neonatal",
    "write_partner",
    "write_pregnancy",
]


def write_adverse_event(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the events that befall him, none of them serious."""
    rows = []
    for event in context.settings.adverse_events:
        befalls = context.happens(event.rate)
        gap = draw_between(context.rng, *event.days)
        lasts = draw_between(context.rng, *event.duration)
        start = man.calendar.day_1 if event.after == "harvest" else man.calendar.treated
        began = start + timedelta(days=gap)
        ended = began + timedelta(days=lasts)
        if not befalls or event.arm not in {"", man.arm} or ended > man.last_day:
            continue
        rows.append(
            make_row(
                man,
                term=event.term,
                category=event.category,
                started_on=began,
                ended_on=ended,
                ctcae_grade=event.grade,
                clavien_dindo=event.clavien_dindo,
                serious=False,
                relation=event.relation,
                related_to=event.related_to or "NA",
                outcome="recovered",
                action="none",
            )
        )
    return rows


def write_deviation(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the deviations that the untidy parts of his data are."""
    rows = []
    if man.tell("direct_at_baseline"):
        rows.append(
            make_row(
                man,
                occurred_on=man.calendar.ejaculates[1],
                category="examination",
                importance="major",
                description="The ejaculates at screening were examined without centrifugation",
            )
        )
    if man.calendar.outside_window and man.tell("observed"):
        rows.append(
            make_row(
                man,
                occurred_on=man.calendar.follow_up,
                category="visit-window",
                importance="minor",
                description="He came after the window of the visit had closed",
            )
        )
    return rows


def write_partner(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the partner: her own consent first, and nothing of her without it."""
    age = draw_between(context.rng, 22, 41)
    factor = context.choose("none", "none", "none", "ovulation")
    if man.partner == "none":
        return []
    if man.partner == "refuses":
        return [make_row(man, consent_given=False)]
    return [
        make_row(
            man,
            consent_given=True,
            consent_version="1.0",
            consent_signed_on=man.calendar.consented,
            consent_withdrawn=False,
            age=age,
            female_factor=factor,
            art_during_study=False,
        )
    ]


def write_pregnancy(man: SimulatedMan, context: Context) -> list[Row]:
    """Write a pregnancy after the follow-up, possible only where sperm were seen."""
    happens = context.happens(context.settings.sperm.pregnancy_share)
    detected = man.calendar.follow_up + timedelta(days=draw_between(context.rng, 40, 120))
    possible = man.tell("sperm_seen") and man.tell("observed") and man.partner == "consents"
    if not (happens and possible):
        return []
    return [
        make_row(
            man,
            detected_on=detected,
            conception="icsi-ejaculate",
            intrauterine_viable=True,
            fetuses=1,
            outcome="ongoing",
        )
    ]


def write_neonatal(_man: SimulatedMan, _context: Context) -> list[Row]:
    """Write no birth: the study ends before a pregnancy after the follow-up can."""
    return []


def write_long_term_safety(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the long-term visit of who was followed."""
    if man.left_on is not None:
        return []
    return [
        make_row(
            man,
            context.settings.visits.long_term,
            seen_on=man.calendar.long_term,
            alive=True,
            tumour=False,
            testicular_mass=False,
            ectopic_tissue="no",
            chronic_pain=False,
            androgen_replacement=False,
        )
    ]


def write_disposition(man: SimulatedMan, _context: Context) -> list[Row]:
    """Write how his participation ended."""
    return [
        make_row(
            man,
            status=man.left_as,
            ended_on=man.last_day,
            treated=True,
            last_contact_on=man.last_day,
        )
    ]

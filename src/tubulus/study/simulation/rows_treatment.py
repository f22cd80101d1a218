"""Rows of the treatments: marrow, cell product and injection, hormone drug, other drugs."""

from __future__ import annotations

from datetime import timedelta

from tubulus.study.simulation.calendar import draw_between
from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.rows import Context, Row, make_row, render_number

__all__ = [
    "write_cell_product",
    "write_concomitant_medication",
    "write_hormone_therapy",
    "write_injection",
    "write_lifestyle_programme",
    "write_marrow_harvest",
]

_DOSE_MILLION = 10.0
"""Cells a testis, in millions: a value of the simulation, the published dose is not known."""
_SESSIONS = 24
"""Sessions of the lifestyle programme: a value of the simulation."""


def _name_lot(man: SimulatedMan) -> str:
    return f"L-{man.id.removeprefix('SYN-')}"


def _name_harvest(man: SimulatedMan) -> str:
    return f"H-{man.id.removeprefix('SYN-')}"


def write_marrow_harvest(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the harvest of a man of the cell course."""
    if man.course != "cells":
        return []
    return [
        make_row(
            man,
            harvest_id=_name_harvest(man),
            donor=man.id,
            harvested_on=man.calendar.day_1,
            harvested_at=f"{draw_between(context.rng, 8, 11):02d}:30",
            harvest_site="anterior",
            side=context.choose("left", "right"),
            marrow_volume=render_number(float(context.rng.uniform(40, 65)), 0),
            anaesthesia=context.choose("local", "sedation"),
            complication=False,
        )
    ]


def write_cell_product(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the lot grown from his harvest, released before his injection."""
    rng, calendar = context.rng, man.calendar
    if man.course != "cells":
        return []
    produced = calendar.treated - timedelta(days=1)

    def draw_percent(low: float, high: float) -> str:
        return render_number(float(rng.uniform(low, high)), 1)

    return [
        make_row(
            man,
            lot=_name_lot(man),
            donor=man.id,
            harvest_id=_name_harvest(man),
            culture_started_on=calendar.day_1,
            produced_on=produced,
            passage=draw_between(rng, 2, 4),
            serum="autologous",
            viable_cells=render_number(float(rng.uniform(2.2, 4.0)) * _DOSE_MILLION, 0),
            viability=draw_percent(85, 98),
            cd73=draw_percent(95.5, 99.5),
            cd90=draw_percent(95.5, 99.5),
            cd105=draw_percent(95.5, 99.5),
            cd34=draw_percent(0.1, 1.8),
            cd45=draw_percent(0.1, 1.8),
            hla_dr=draw_percent(0.1, 1.8),
            differentiation=True,
            sterility="negative",
            mycoplasma="negative",
            endotoxin=render_number(float(rng.uniform(0.05, 0.4)), 2),
            karyotype_normal=True,
            released=True,
            released_on=produced,
            expires_at=calendar.treated + timedelta(days=1),
        )
    ]


def write_injection(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the injection into each testis during microTESE."""
    rng = context.rng
    if man.course != "cells":
        return []
    hour = draw_between(rng, 9, 14)
    histology = context.choose(
        "hypospermatogenesis", "maturation-arrest", "sertoli-only", "sertoli-only"
    )
    # retrieval at surgery: 30-32 % in arrest and Sertoli cell only, 90 % in hypospermatogenesis
    retrieved = context.happens(0.9 if histology == "hypospermatogenesis" else 0.31)
    return [
        make_row(
            man,
            context.settings.visits.treatment,
            given_on=man.calendar.treated,
            given_at=f"{hour:02d}:{minute}",
            lot=_name_lot(man),
            recipient=man.id,
            recipient_checked=True,
            side=side,
            route="rete-testis",
            injected_volume=1.0,
            dose=_DOSE_MILLION,
            microtese=True,
            sperm_retrieved=retrieved,
            histology=histology,
            complication=False,
        )
        for side, minute in (("left", "10"), ("right", "40"))
    ]


def write_hormone_therapy(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the drug of a man of the hormone course; drug and dose are the example's own."""
    days, adherence = draw_between(context.rng, 174, 182), draw_between(context.rng, 85, 100)
    if man.course != "hormones":
        return []
    planned = man.calendar.day_1 + timedelta(days=days)
    ended = min(planned, man.last_day)
    return [
        make_row(
            man,
            drug="Clomiphene citrate",
            drug_class="serm",
            dose=25,
            dose_measured_in="mg",
            schedule="once daily",
            started_on=man.calendar.day_1,
            ended_on=ended,
            stop_reason="completed" if ended == planned else "wish",
            adherence=adherence,
        )
    ]


def write_lifestyle_programme(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the programme of a man of the lifestyle course; its content is the example's own."""
    rng = context.rng
    days, missed = draw_between(rng, 150, 170), draw_between(rng, 0, 5)
    weight = round(float(rng.normal(-3.0, 3.0)), 1)
    if man.course != "lifestyle":
        return []
    planned = man.calendar.day_1 + timedelta(days=days)
    ended = min(planned, man.last_day)
    part = (ended - man.calendar.day_1).days / days
    return [
        make_row(
            man,
            content="Weight, exercise, smoking",
            started_on=man.calendar.day_1,
            ended_on=ended,
            sessions_planned=_SESSIONS,
            sessions_attended=max(round(_SESSIONS * part) - missed, 1),
            weight_change=weight,
            stop_reason="completed" if ended == planned else "wish",
        )
    ]


def write_concomitant_medication(man: SimulatedMan, context: Context) -> list[Row]:
    """Write other drugs: now and then a vitamin, and the rescue treatment of who took one."""
    rng, start = context.rng, man.calendar.day_1
    vitamins, since = context.happens(0.15), draw_between(rng, 20, 200)
    rescue_day = man.calendar.treated + timedelta(days=draw_between(rng, 60, 110))
    rows = []
    if vitamins:
        rows.append(
            make_row(
                man,
                drug="Multivitamin",
                indication="Wish of the participant",
                started_on=start - timedelta(days=since),
                affects_spermatogenesis=False,
                rescue=False,
            )
        )
    if man.tell("rescue") and rescue_day < man.last_day:
        rows.append(
            make_row(
                man,
                drug="Human chorionic gonadotrophin",
                indication="Azoospermia",
                started_on=rescue_day,
                ended_on=min(rescue_day + timedelta(days=60), man.last_day),
                affects_spermatogenesis=True,
                rescue=True,
            )
        )
    return rows

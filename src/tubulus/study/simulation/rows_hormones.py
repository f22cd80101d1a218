"""Rows of the hormones: values in the unit of each man's laboratory, with its limit."""

from __future__ import annotations

from datetime import date

from tubulus.core.units import convert
from tubulus.study.definition.forms import Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.rows import Cell, Context, Row, make_row, render_number

__all__ = ["write_hormones"]


def write_hormones(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the hormones before treatment and at the follow-up."""
    visits, calendar = context.settings.visits, man.calendar
    when = [(visits.baseline, calendar.baseline), (visits.follow_up, calendar.follow_up)]
    rows = [_write_draw(man, context, place, *visit) for place, visit in enumerate(when)]
    return rows if man.tell("observed") else rows[:1]


def _write_draw(man: SimulatedMan, context: Context, place: int, visit: str, day: date) -> Row:
    mess, rng = context.settings.mess, context.rng
    laboratory = man.laboratories[place]
    late = context.happens(mess.afternoon_blood)
    hour = int(rng.integers(13, 16)) if late else int(rng.integers(8, 11))
    cells: dict[str, Cell] = {}
    for item in _list_items(man, context):
        assay = _find_assay(context, laboratory, item)
        value = man.measure(item.id)[place]
        text, unit = _report(value, item, assay)
        left_out = context.happens(mess.missing_value)
        unit_left_out = left_out or context.happens(mess.unit_left_empty)
        cells[item.id] = "" if left_out else text
        cells[f"{item.id}_unit"] = "" if unit_left_out else unit
    return make_row(
        man,
        visit,
        collected_on=day,
        collected_at=f"{hour:02d}:{int(rng.integers(0, 60)):02d}",
        fasting=True,
        laboratory=laboratory,
        **cells,
    )


def _list_items(man: SimulatedMan, context: Context) -> list[Item]:
    """List the items of the study's hormone form that have a marginal."""
    return [
        item
        for form in context.study.find_standard("hormones")
        for item in form.items
        if item.id in man.measurements.items
    ]


def _find_assay(context: Context, laboratory: str, item: Item) -> Assay | None:
    found = context.study.find_laboratory(laboratory)
    return found.assays.get(item.analyte or item.id) if found else None


def _report(value: float, item: Item, assay: Assay | None) -> tuple[str, str]:
    """Return the value as the laboratory prints it, and its unit."""
    if assay is None:
        return render_number(value), item.unit
    reported = convert(
        value,
        item.unit,
        assay.unit,
        analyte=item.analyte or item.id,
        activity_factor=assay.activity_factor,
    )
    if assay.limit is not None and reported < assay.limit:
        return f"<{assay.limit:g}", assay.unit
    return render_number(reported), assay.unit

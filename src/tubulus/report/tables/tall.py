"""The tall table: one column an arm or contrast, one row a statistic; for sections with many."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style
from tubulus.report.tables.footing import find_common_stamp, list_notes, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.planned.tests import say_planned
from tubulus.report.trace import render_estimate, render_stamp
from tubulus.report.vocabulary import name_statistic

__all__ = ["make_tall_table"]

# quartiles stand beside the median they belong to
_COMPANIONS = {"median": ("lower quartile", "upper quartile")}
_SHOWN_BESIDE = frozenset(name for names in _COMPANIONS.values() for name in names)

_Cell = dict[str, ShownEstimate]


def make_tall_table(
    material: Material,
    estimates: Sequence[ShownEstimate],
    *,
    id: str,  # noqa: A002 - the attribute of the element has this name
    caption: str,
) -> ShownTable:
    """Arrange estimates with one row for each estimand, label, stratum, visit and statistic."""
    contrasts = list(dict.fromkeys((s.row.comparator, s.row.arm) for s in estimates))
    arms = material.order_arms(arm for _, arm in contrasts)
    contrasts.sort(key=lambda pair: (bool(pair[0]), arms.index(pair[1])))
    common = find_common_stamp(estimates)
    rows: list[tuple[str, str, list[Markup]]] = []
    for (_, group, moment), cells in _gather(material, estimates).items():
        statistics = list(dict.fromkeys(name for cell in cells.values() for name in cell))
        for statistic in statistics:
            if statistic in _SHOWN_BESIDE and "median" in statistics:
                continue
            label = ": ".join(filter(None, (moment, _name(statistic))))
            found = [_render(material, cells.get(key, {}), statistic, common) for key in contrasts]
            rows.append((group, label[:1].upper() + label[1:], found))
    return ShownTable(
        id=id,
        caption=caption,
        stub="",
        columns=tuple(Column(material.name_contrast(arm, other)) for other, arm in contrasts),
        rows=rows,
        stamp=common,
        notes=list_notes(estimates),
        origins=list_origins(estimates),
    )


def _gather(
    material: Material, estimates: Sequence[ShownEstimate]
) -> dict[tuple[str, str, str], dict[tuple[str, str], _Cell]]:
    found: dict[tuple[str, str, str], dict[tuple[str, str], _Cell]] = {}
    several_visits = len({shown.row.visit for shown in estimates}) > 1
    for shown in estimates:
        row = shown.row
        visit = material.name_visit(row.visit) if several_visits else ""
        moment = ", ".join(filter(None, (row.stratum, visit)))
        label = row.label or row.endpoint or row.estimand
        cells = found.setdefault((row.estimand, label, moment), {})
        cells.setdefault((row.comparator, row.arm), {})[row.statistic] = shown
    return found


def _name(statistic: str) -> str:
    if statistic in _COMPANIONS:
        return f"{statistic} (quartiles)"
    name = name_statistic(statistic)
    return name if name.isupper() else name[:1].lower() + name[1:]


def _render(material: Material, cell: _Cell, statistic: str, common: Markup) -> Markup:
    shown = cell.get(statistic)
    if shown is None:
        return Markup('<span class="none" aria-label="does not apply">–</span>')
    text = render_estimate(shown, material.settings) + say_planned(material, shown)
    beside = [cell[name] for name in _COMPANIONS.get(statistic, ()) if name in cell]
    if beside and all(s.row.state == "estimated" for s in (shown, *beside)):
        ends = Markup(" to ").join(render_estimate(s, material.settings) for s in beside)
        text += Markup('<br><span class="ci">{}</span>').format(ends)
    text += _render_n(shown)
    if not common and shown.row.specified:
        text += render_stamp(shown.row.specified)
    return text


def _render_n(shown: ShownEstimate) -> Markup:
    """Write of how many a quantity is, where neither an interval nor a count says it."""
    row = shown.row
    if row.state != "estimated" or row.n is None or row.low is not None or row.high is not None:
        return Markup("")
    if choose_style(row) not in {"quantity", "ratio", "index"}:
        return Markup("")
    left_out = f", {row.missing} missing" if row.missing else ""
    return Markup('<br><span class="ci">n = {}{}</span>').format(row.n, left_out)

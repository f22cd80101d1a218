"""The general table of estimates: one row a question, one column a statistic and arm.

Serves every section whose rows need no layout of their own, also ones that this version of the
report does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tubulus.core.estimates import Estimate
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.tables.footing import find_common_stamp, list_notes, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.planned.tests import say_planned
from tubulus.report.trace import render_estimate, render_stamp
from tubulus.report.vocabulary import name_statistic

__all__ = ["make_grid"]


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes a column of the grid."""

    statistic: str
    visit: str
    arm: str
    comparator: str


def make_grid(
    material: Material,
    estimates: Sequence[ShownEstimate],
    *,
    id: str,  # noqa: A002 - the attribute of the element has this name
    caption: str,
    stub: str = "",
) -> ShownTable:
    """Arrange estimates in a grid.

    Rows are estimand, label and stratum; columns are visit, statistic and arm. Where two numbers
    fall into one cell both are shown, each with its method.
    """
    columns = _order_columns(material, estimates)
    common = find_common_stamp(estimates)
    cells: dict[tuple[str, str, str], dict[_Key, list[ShownEstimate]]] = {}
    for shown in estimates:
        row = shown.row
        key = (row.estimand, row.label or row.endpoint or row.estimand, row.stratum)
        cells.setdefault(key, {}).setdefault(_make_key(row), []).append(shown)
    has_strata = any(stratum for _, _, stratum in cells)
    by_stratum = has_strata and len({label for _, label, _ in cells}) > 1
    rows = []
    for (_, label, stratum), found in cells.items():
        group, name = (label, stratum or "Everybody") if by_stratum else ("", stratum)
        name = name or ("Everybody" if has_strata else label)
        rows.append(
            (group, name, [_render_cell(material, found.get(k, []), common) for k in columns])
        )
    return ShownTable(
        id=id,
        caption=caption,
        stub=stub,
        columns=tuple(_name_column(material, key, columns) for key in columns),
        rows=rows,
        stamp=common,
        notes=list_notes(estimates),
        origins=list_origins(estimates),
    )


def _make_key(row: Estimate) -> _Key:
    return _Key(row.statistic, row.visit, row.arm, row.comparator)


def _order_columns(material: Material, estimates: Sequence[ShownEstimate]) -> list[_Key]:
    keys = list(dict.fromkeys(_make_key(shown.row) for shown in estimates))
    visits = material.order_visits(key.visit for key in keys)
    arms = material.order_arms(key.arm for key in keys)
    first: dict[str, int] = {}
    for key in keys:
        first.setdefault(key.statistic, len(first))
    return sorted(
        keys,
        key=lambda k: (
            bool(k.comparator),
            visits.index(k.visit),
            first[k.statistic],
            arms.index(k.arm),
        ),
    )


def _name_column(material: Material, key: _Key, columns: Sequence[_Key]) -> Column:
    who = material.name_contrast(key.arm, key.comparator)
    what = name_statistic(key.statistic)
    if len({k.visit for k in columns}) > 1 and key.visit:
        what = f"{material.name_visit(key.visit)}: {what[:1].lower()}{what[1:]}"
    return Column(label=who, spanner=what) if not key.comparator else Column(what, spanner=who)


def _render_cell(material: Material, found: Sequence[ShownEstimate], common: Markup) -> Markup:
    if not found:
        return Markup('<span class="none" aria-label="does not apply">–</span>')
    parts = []
    for shown in found:
        text = render_estimate(shown, material.settings) + say_planned(material, shown)
        if len(found) > 1 and shown.row.method:
            text += Markup('<br><span class="method">{}</span>').format(shown.row.method)
        if not common and shown.row.specified:
            text += render_stamp(shown.row.specified)
        parts.append(text)
    return Markup("<br>").join(parts)

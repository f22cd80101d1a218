"""The baseline table: a column an arm, a row an item or level, standardised differences last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style, format_value
from tubulus.report.settings import ReportSettings
from tubulus.report.tables.footing import find_common_stamp, list_notes, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.trace import render_absence, render_estimate, render_value
from tubulus.report.vocabulary import name_unit

__all__ = ["make_baseline_table"]

_Cell = Mapping[str, ShownEstimate]
_LEVELS = frozenset({"count", "share"})
_KNOWN = ("mean", "sd", "median", "q1", "q3", "n", "missing", "count", "share", "smd")


def make_baseline_table(material: Material) -> ShownTable | None:
    """Arrange the baseline estimates; None where there are none.

    Items that are counted have one row a level; measured ones show mean (SD) and median with
    quartiles. Every arm shows how many values are missing.
    """
    estimates = material.select("baseline")
    if not estimates:
        return None
    found = _gather(estimates)
    arms = material.order_arms(
        shown.row.arm for shown in estimates if not shown.row.comparator and shown.row.arm
    )
    arms += [""] if any(not s.row.arm and not s.row.comparator for s in estimates) else []
    contrasts = list(
        dict.fromkeys((s.row.arm, s.row.comparator) for s in estimates if s.row.comparator)
    )
    rows = []
    for (group, label), per_arm in found.items():
        cells = [_render_arm(per_arm.get((arm, ""), {}), material.settings) for arm in arms]
        cells += [_render_contrast(per_arm.get(pair, {}), material.settings) for pair in contrasts]
        rows.append((group, label, cells))
    return ShownTable(
        id="table-baseline",
        caption=f"Participants before treatment. {_say_statistics(estimates)}",
        stub="",
        columns=(
            *(Column(material.name_arm(arm)) for arm in arms),
            *(_name_contrast(material, pair, contrasts) for pair in contrasts),
        ),
        rows=rows,
        stamp=find_common_stamp(estimates),
        notes=list_notes(estimates),
        origins=list_origins(estimates),
    )


def _say_statistics(estimates: Sequence[ShownEstimate]) -> str:
    """Say what the cells hold, of what this table has."""
    found = {shown.row.statistic for shown in estimates}
    measured = [
        words
        for name, words in (("mean", "mean (SD)"), ("median", "median (quartiles)"))
        if name in found
    ]
    counted = "number (%)" if {"count", "share"} <= found else "number" if "count" in found else ""
    said = ", or ".join(filter(None, (" and ".join(measured), counted)))
    return said[:1].upper() + said[1:]


def _name_contrast(
    material: Material, pair: tuple[str, str], contrasts: Sequence[tuple[str, str]]
) -> Column:
    if len(contrasts) == 1:
        return Column("Standardised difference")
    arm, comparator = pair
    return Column(
        f"{material.name_arm(arm)} v {material.name_arm(comparator)}",
        spanner="Standardised difference",
    )


def _gather(
    estimates: Sequence[ShownEstimate],
) -> dict[tuple[str, str], dict[tuple[str, str], dict[str, ShownEstimate]]]:
    """Put the rows of an item, or of its level, together: (group, label) -> arm -> statistic."""
    found: dict[tuple[str, str], dict[tuple[str, str], dict[str, ShownEstimate]]] = {}
    units = {s.row.label or s.row.endpoint: s.row.unit for s in estimates if s.row.unit}
    levelled = {
        _name_item(shown, units)
        for shown in estimates
        if shown.row.statistic in _LEVELS and shown.row.stratum
    }
    for shown in estimates:
        row, item = shown.row, _name_item(shown, units)
        if item in levelled:
            key = (item, row.stratum or "With a known value")
        else:
            key = ("Measured" if levelled else "", item)
        found.setdefault(key, {}).setdefault((row.arm, row.comparator), {})[row.statistic] = shown
    return found


def _name_item(shown: ShownEstimate, units: Mapping[str, str]) -> str:
    label = shown.row.label or shown.row.endpoint
    return f"{label}, {name_unit(units[label])}" if label in units else label


def _render_arm(cell: _Cell, settings: ReportSettings) -> Markup:
    if not cell:
        return Markup('<span class="none" aria-label="does not apply">–</span>')
    lines: list[Markup] = []
    if "mean" in cell:
        lines.append(_join(cell, settings, Markup("{mean} ({sd})"), ("mean", "sd")))
    # where nobody has a value mean and median would say so twice
    if "median" in cell and not ("mean" in cell and cell["mean"].row.state != "estimated"):
        lines.append(
            _join(cell, settings, Markup("{median} ({q1} to {q3})"), ("median", "q1", "q3"))
        )
    if "count" in cell and "share" in cell:
        lines.append(_join(cell, settings, Markup("{count} ({share})"), ("count", "share")))
    elif "count" in cell:
        lines.append(_render_count(cell["count"], settings))
    elif "share" in cell:
        lines.append(render_estimate(cell["share"], settings))
    lines += [render_estimate(cell[name], settings) for name in cell if name not in _KNOWN]
    if "n" in cell or "missing" in cell:
        lines.append(_render_counts(cell, settings, alone=not lines))
    return Markup("<br>").join(lines)


def _render_counts(cell: _Cell, settings: ReportSettings, *, alone: bool) -> Markup:
    """Write the number of values and of missing ones; no missing value is worth no line."""
    parts = []
    if "n" in cell:
        parts.append(Markup("n = {}").format(_write(cell["n"], settings)))
    if "missing" in cell and cell["missing"].row.value:
        parts.append(Markup("{} missing").format(_write(cell["missing"], settings)))
    text = Markup(", ").join(parts)
    return text if alone else Markup('<span class="ci">{}</span>').format(text)


def _render_count(shown: ShownEstimate, settings: ReportSettings) -> Markup:
    of = shown.row.denominator
    written = _write(shown, settings)
    return written if of is None else Markup("{} of {}").format(written, of)


def _join(cell: _Cell, settings: ReportSettings, pattern: Markup, names: Sequence[str]) -> Markup:
    first = cell[names[0]]
    if first.row.state != "estimated":
        return render_absence(first)
    written = {
        name: _write(cell[name], settings) if name in cell else Markup("not given")
        for name in names
    }
    return Markup('<span class="line">{}</span>').format(pattern.format(**written))


def _write(shown: ShownEstimate, settings: ReportSettings) -> Markup:
    row = shown.row
    if row.state != "estimated" or row.value is None:
        return render_absence(shown)
    return render_value(shown, format_value(row.value, choose_style(row), settings))


def _render_contrast(cell: _Cell, settings: ReportSettings) -> Markup:
    if not cell:
        return Markup('<span class="none"></span>')
    return Markup("<br>").join(render_estimate(shown, settings) for shown in cell.values())

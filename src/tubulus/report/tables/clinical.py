"""Tables of what was done and what happened, from the clinical table: one column an arm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_value
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.vocabulary import name_unit

__all__ = ["ClinicalFigure", "list_clinical", "make_clinical_table", "make_event_table"]

_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class ClinicalFigure:
    """A row of the clinical table and its position there, counted from 1."""

    row: dict[str, Any]
    position: int

    @property
    def label(self) -> str:
        """What the row is about."""
        return str(self.row["label"])

    @property
    def level(self) -> str:
        """Which of its kinds; empty for all."""
        return str(self.row["level"] or "")

    @property
    def arm(self) -> str:
        """Identifier of the arm."""
        return str(self.row["arm"] or "")


def list_clinical(material: Material, *sections: str) -> list[ClinicalFigure]:
    """List the rows of some sections of the clinical table, in its order."""
    return [
        ClinicalFigure(row, position)
        for position, row in enumerate(material.get_rows("clinical"), start=1)
        if row["section"] in sections
    ]


def make_clinical_table(
    material: Material,
    figures: Sequence[ClinicalFigure],
    *,
    id: str,  # noqa: A002 - the attribute of the element has this name
    caption: str,
) -> ShownTable | None:
    """Arrange rows: a heading a label with several kinds, a row a kind, a column an arm."""
    if not figures:
        return None
    arms = _order_arms(material, figures)
    cells: dict[tuple[str, str], dict[str, list[Markup]]] = {}
    for figure in figures:
        own = cells.setdefault((figure.label, figure.level), {})
        own.setdefault(figure.arm, []).append(_render(material, figure))
    levelled = {label for label, level in cells if level}
    alone = len(levelled) < len({label for label, _ in cells})
    # great-tables puts rows without a group first: what has no kinds gets a heading of its own
    rows = [
        (
            (label if label in levelled else _PLAIN) if levelled and alone else label,
            level or ("All" if label in levelled else label),
            [_join(found.get(arm, [])) for arm in arms],
        )
        for (label, level), found in sorted(cells.items(), key=lambda item: item[0][0] in levelled)
    ]
    if not levelled:
        rows = [("", name, found) for _, name, found in rows]
    return _make_table(material, figures, arms, rows, id=id, caption=caption)


_PLAIN = "In all"


def make_event_table(material: Material, figures: Sequence[ClinicalFigure]) -> ShownTable | None:
    """Arrange adverse events: a row a kind; men, events and worst grades in the cell of an arm."""
    if not figures:
        return None
    arms = _order_arms(material, figures)
    cells: dict[str, dict[str, list[ClinicalFigure]]] = {}
    for figure in figures:
        cells.setdefault(figure.label, {}).setdefault(figure.arm, []).append(figure)
    rows = [
        ("", label, [_render_events(material, found.get(arm, [])) for arm in arms])
        for label, found in cells.items()
    ]
    return _make_table(
        material,
        figures,
        arms,
        rows,
        id="table-events",
        caption="Men with each kind of event, number of events, worst CTCAE grade of each man",
    )


def _order_arms(material: Material, figures: Iterable[ClinicalFigure]) -> list[str]:
    return material.order_arms(figure.arm for figure in figures)


def _make_table(
    material: Material,
    figures: Sequence[ClinicalFigure],
    arms: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[Markup]]],
    *,
    id: str,  # noqa: A002 - the attribute of the element has this name
    caption: str,
) -> ShownTable:
    return ShownTable(
        id=id,
        caption=caption,
        stub="",
        columns=tuple(Column(material.name_arm(arm) if arm else "Without an arm") for arm in arms),
        rows=rows,
        notes=_list_notes(material, figures),
        origins=_list_origins(figures),
    )


def _list_notes(material: Material, figures: Iterable[ClinicalFigure]) -> list[str]:
    """List remarks once, with the arms and rows that they stand beside."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for figure in figures:
        if figure.row["note"]:
            arms = found.setdefault(figure.row["note"], {})
            arms.setdefault(figure.label, {})[material.name_arm(figure.arm)] = None
    return [
        "; ".join(f"{label} ({', '.join(arms)})" for label, arms in labels.items()) + f": {note}"
        for note, labels in found.items()
    ]


def _list_origins(figures: Iterable[ClinicalFigure]) -> list[tuple[str, str, str, str, str]]:
    methods = dict.fromkeys(
        (_name_method(figure), str(figure.row["provenance"] or "")) for figure in figures
    )
    return [("", "", method, "", provenance) for method, provenance in methods]


def _name_method(figure: ClinicalFigure) -> str:
    if figure.row["statistic"] == "share":
        return "counted, Clopper-Pearson limits"
    return "counted" if figure.row["statistic"] == "count" else str(figure.row["statistic"])


def _join(parts: Sequence[Markup]) -> Markup:
    return Markup("<br>").join(parts) if parts else Markup('<span class="none">–</span>')


def _render(material: Material, figure: ClinicalFigure) -> Markup:
    row = figure.row
    if row["statistic"] == "share":
        return _render_share(material, figure)
    if row["statistic"] == "count":
        of = f" of {row['denominator']}" if row["denominator"] is not None else ""
        counted = "" if row["counted"] == "men" or of else f" {_name_counted(row)}"
        return Markup("{}{}").format(_mark(figure, f"{row['n']}{of}"), counted)
    if row["value"] is None:
        return _mark(figure, f"Not known for any of {row['denominator']} {row['counted']}")
    return _render_quantity(material, figure)


def _render_share(material: Material, figure: ClinicalFigure) -> Markup:
    row = figure.row
    count = _mark(figure, f"{row['n']} of {row['denominator']}")
    if row["value"] is None:
        return count
    settings = material.settings
    share, low, high = (
        format_value(row[name], "share", settings) for name in ("value", "low", "high")
    )
    level = f"{round(100 * row['confidence'], 6):g}{_SPACE}%"
    if row["n"] == 0:
        interval = f"upper limit {high} (two-sided {level} exact)"
    else:
        interval = f"{level} CI {low.removesuffix(f'{_SPACE}%')} to {high}"
    return Markup('{} <span class="of">({})</span><br><span class="ci{}">{}</span>').format(
        count, share, "" if row["n"] else " limit", interval
    )


def _render_quantity(material: Material, figure: ClinicalFigure) -> Markup:
    row = figure.row
    numbers = [row[name] for name in ("value", "low", "high")]
    value, low, high = (_write(material, number, numbers) for number in numbers)
    unit = f"{_SPACE}{name_unit(row['unit'])}" if row["unit"] else ""
    what = "range" if row["statistic"] == "median and range" else "quartiles"
    missing = row["denominator"] - row["n"]
    n = f"n = {row['n']} {row['counted']}" + (f", {missing} missing" if missing else "")
    return Markup(
        '<span class="line">{}</span><br><span class="ci">median; {} {} to {}</span><br>'
        '<span class="ci">{}</span>'
    ).format(_mark(figure, f"{value}{unit}"), what, low, high, n)


def _write(material: Material, number: float, beside: Sequence[float]) -> str:
    """Write a quantity; counts, days and passages, whole or half, without further digits."""
    if all((2 * one).is_integer() for one in beside):
        return f"{number:g}"
    return format_number(number, material.settings.significant_digits)


def _render_events(material: Material, figures: Sequence[ClinicalFigure]) -> Markup:
    lines = []
    grades = []
    for figure in figures:
        row = figure.row
        if row["statistic"] == "share":
            lines.append(_render_share(material, figure))
        elif row["counted"] == "events" and row["n"]:
            lines.append(Markup("{} {}").format(_mark(figure, str(row["n"])), _name_counted(row)))
        elif figure.level:
            grades.append(Markup("{}: {}").format(figure.level, _mark(figure, str(row["n"]))))
    if grades:
        text = Markup("; ").join(grades)
        lines.append(text[:1].upper() + text[1:])
    return _join(lines)


def _name_counted(row: dict[str, Any]) -> str:
    counted = str(row["counted"])
    return counted.removesuffix("s") if row["n"] == 1 else counted


def _mark(figure: ClinicalFigure, text: str) -> Markup:
    """Wrap a number in its origin."""
    row = figure.row
    origin = (
        f"{_name_method(figure).capitalize()} · Provenance: {row['provenance'] or 'not recorded'} "
        f"· Row {figure.position} of the clinical table"
    )
    return Markup(
        '<data class="num" value="{value}" data-table="clinical" data-row="{position}" '
        'data-provenance="{provenance}" title="{origin}">{text}</data>'
    ).format(
        value="" if row["value"] is None else repr(row["value"]),
        position=figure.position,
        provenance=row["provenance"],
        origin=origin,
        text=text,
    )

"""The table of tipping points: from which shift of imputed values on the conclusion is another."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import format_number
from tubulus.report.sections.missing.contrasts import name_row
from tubulus.report.tables.footing import find_common_stamp, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.trace import render_value
from tubulus.report.vocabulary import name_unit

__all__ = ["make_shift_table", "write_shift"]

_FIRST, _COMPARATOR = ", first arm", ", comparator"
_CHANGING = "shifts that change the conclusion"
_READING = (
    "The conclusion is on which side of no difference the limits lie, or that they hold it. Shifts "
    "are measured from what the imputation gives; which are plausible is a clinical judgement."
)
_MINUS = "\N{MINUS SIGN}"
_NONE = Markup('<span class="none" aria-label="does not apply">–</span>')


def write_shift(value: float, shift: str, unit: str = "") -> str:
    """Write a shift: a factor of values, a factor of odds, or a difference."""
    if shift == "difference":
        sign = "+" if value > 0 else _MINUS if value < 0 else ""
        space = f"\N{NO-BREAK SPACE}{name_unit(unit)}" if unit else ""
        return f"{sign}{format_number(abs(value), 2)}{space}"
    factor = f"×\N{NO-BREAK SPACE}{value:g}"
    return f"odds {factor}" if shift == "odds ratio" else factor


def make_shift_table(material: Material) -> ShownTable | None:
    """Make the table of tipping points; None where the plan asks for none."""
    found = [
        s
        for s in material.select("missing")
        if s.row.statistic.startswith("tipping ") or s.row.statistic == _CHANGING
    ]
    if not found:
        return None
    several = len({(s.row.arm, s.row.comparator) for s in found}) > 1
    groups: dict[tuple[str, str, str], dict[str, ShownEstimate]] = {}
    for shown in found:
        row = shown.row
        kind = next((k for k in (_FIRST, _COMPARATOR) if row.statistic.endswith(k)), _CHANGING)
        groups.setdefault((row.estimand, row.arm, row.comparator), {})[kind] = shown
    return ShownTable(
        id="table-tipping",
        caption="The smallest planned shift of imputed values that changes the conclusion",
        stub="Outcome",
        columns=(
            Column("First arm alone"),
            Column("Comparator alone"),
            Column("Pairs of shifts that change it", align="right"),
        ),
        rows=[
            ("", name_row(material, next(iter(own.values())), several=several), _render_row(own))
            for own in groups.values()
        ],
        stamp=find_common_stamp(found),
        notes=(_READING,),
        origins=list_origins(found),
    )


def _render_row(own: Mapping[str, ShownEstimate]) -> tuple[Markup, Markup, Markup]:
    changing = own.get(_CHANGING)
    counted = (
        render_value(changing, f"{changing.row.n} of {changing.row.denominator}")
        if changing
        else _NONE
    )
    return _render_point(own.get(_FIRST)), _render_point(own.get(_COMPARATOR)), counted


def _render_point(shown: ShownEstimate | None) -> Markup:
    if shown is None:
        return _NONE
    row = shown.row
    if row.value is None:
        # that nothing tips is a finding, no failure to estimate
        said = Markup('<br><span class="method">{}</span>').format(
            f"{row.reason[:1].upper()}{row.reason[1:]}"
        )
        return render_value(shown, "None") + said
    shift = row.statistic.removeprefix("tipping ").partition(",")[0]
    return render_value(shown, write_shift(row.value, shift, row.unit))

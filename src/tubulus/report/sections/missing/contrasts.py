"""Tables of contrasts after imputation, in extreme cases, and with limits of quantification."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style, format_interval, format_number, format_value
from tubulus.report.tables.footing import find_common_stamp, list_notes, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.trace import render_absence, render_estimate, render_value
from tubulus.report.vocabulary import name_unit

__all__ = ["make_censored_table", "make_extreme_table", "make_imputation_table", "name_row"]

_INFORMATION = "fraction of missing information"
_ERROR = "Monte Carlo error"
_POOLED = ("geometric mean ratio", "risk difference", "adjusted difference")
_EXTREME = "risk difference, extreme case: "
_NONE = Markup('<span class="none" aria-label="does not apply">–</span>')

_READING = (
    "Missing information: the share of what full data would tell that the imputed values do not "
    "bring back. Monte Carlo error: how far another set of draws would move the estimate, for a "
    "ratio on the scale of its log."
)

_Key = tuple[str, str, str]


def name_row(material: Material, shown: ShownEstimate, *, several: bool) -> str:
    """Name what a contrast is about, with its arms where there are several contrasts."""
    row = shown.row
    label = row.label or row.endpoint
    return material.name_question(label, row.arm, row.comparator) if several else label


def _get_key(shown: ShownEstimate) -> _Key:
    return shown.row.estimand, shown.row.arm, shown.row.comparator


def _list_pooled(material: Material) -> list[ShownEstimate]:
    """List the contrasts after imputation: planned ones, and those beside the planned ones."""
    return [
        shown
        for shown in material.estimates
        if shown.row.method.startswith("imputation")
        and shown.row.statistic.removesuffix(", imputed") in _POOLED
        and not shown.row.stratum
    ]


def make_imputation_table(material: Material) -> ShownTable | None:
    """Make the table of contrasts after imputation; None where nothing was imputed."""
    pooled = _list_pooled(material)
    if not pooled:
        return None
    diagnostics = {
        (name, _get_key(shown)): shown
        for name in (_INFORMATION, _ERROR)
        for shown in material.select("missing", name)
    }
    several = len({(s.row.arm, s.row.comparator) for s in pooled}) > 1
    rows = []
    for shown in pooled:
        information = diagnostics.get((_INFORMATION, _get_key(shown)))
        error = diagnostics.get((_ERROR, _get_key(shown)))
        cells = (
            _render_contrast(material, shown),
            _count_imputed(shown),
            _render_share(information),
            _render_error(error),
        )
        rows.append(("", name_row(material, shown, several=several), cells))
    return ShownTable(
        id="table-imputation",
        caption="Contrasts after multiple imputation",
        stub="Outcome",
        columns=(
            Column("Arm against comparator"),
            Column("Imputed"),
            Column("Missing information", align="right"),
            Column("Monte Carlo error", align="right"),
        ),
        rows=rows,
        stamp=find_common_stamp(pooled),
        notes=[
            *list_notes(pooled),
            _READING,
        ],
        origins=list_origins(pooled),
    )


def _render_contrast(material: Material, shown: ShownEstimate) -> Markup:
    row = shown.row
    if row.value is None:
        return render_absence(shown)
    style = choose_style(row)
    text = format_value(row.value, style, material.settings)
    if row.unit and style == "quantity":
        text += f"\N{NO-BREAK SPACE}{name_unit(row.unit)}"
    interval = Markup('<span class="ci">{}</span>').format(format_interval(row, material.settings))
    return Markup("<br>").join([render_value(shown, text), interval])


def _count_imputed(shown: ShownEstimate) -> str:
    row = shown.row
    return f"{row.missing} of {row.denominator}" if row.missing else "nobody"


def _render_share(shown: ShownEstimate | None) -> Markup:
    if shown is None:
        return _NONE
    if shown.row.value is None:
        return render_absence(shown)
    return render_value(shown, f"{100 * shown.row.value:.0f}\N{NO-BREAK SPACE}%")


def _render_error(shown: ShownEstimate | None) -> Markup:
    if shown is None:
        return _NONE
    if shown.row.value is None:
        return render_absence(shown)
    unit = f"\N{NO-BREAK SPACE}{name_unit(shown.row.unit)}" if shown.row.unit else ""
    points = not unit and "log" not in shown.row.note
    value = 100 * shown.row.value if points else shown.row.value
    unit = "\N{NO-BREAK SPACE}points" if points else unit
    return render_value(shown, f"{format_number(value, 2)}{unit}")


def make_extreme_table(material: Material) -> ShownTable | None:
    """Make the table of extreme cases; None where the plan asks for none."""
    found = [s for s in material.select("missing") if _is_extreme(s)]
    return _arrange(
        material,
        found,
        "table-extreme-cases",
        "Difference in share if all who are missing had the event, or had it not",
    )


def _is_extreme(shown: ShownEstimate) -> bool:
    return shown.row.statistic.startswith(_EXTREME.removesuffix(": "))


def make_censored_table(material: Material) -> ShownTable | None:
    """Make the table of contrasts with values below a limit counted as such."""
    found = [s for s in material.select("missing") if ", below limit" in s.row.statistic]
    return _arrange(
        material,
        found,
        "table-below-limit",
        "Contrasts with each value below a limit counted as below its own limit",
    )


def _arrange(
    material: Material, found: Sequence[ShownEstimate], name: str, caption: str
) -> ShownTable | None:
    if not found:
        return None
    several = len({(s.row.arm, s.row.comparator) for s in found}) > 1
    rows = []
    for shown in found:
        _, _, case = shown.row.statistic.partition(": ")
        label = name_row(material, shown, several=several)
        named = f"{case[:1].upper()}{case[1:]}" if case else label
        group = label if case else ""
        rows.append((group, named, (render_estimate(shown, material.settings),)))
    return ShownTable(
        id=name,
        caption=caption,
        stub="",
        columns=(Column("Arm against comparator"),),
        rows=rows,
        stamp=find_common_stamp(found),
        notes=list_notes(found),
        origins=list_origins(found),
    )

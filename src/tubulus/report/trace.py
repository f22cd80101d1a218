"""Markup of one number: what is read, with its origin attached to the element.

Each number is a ``<data>`` element whose attributes name the row of the estimates table, the
estimand, the analysis set, the method and the provenance record. The page's script shows them on
a tap; without it they are the element's tooltip.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from tubulus.core.estimates import Estimate
from tubulus.report.material import ShownEstimate
from tubulus.report.numbers import choose_style, format_count, format_interval, format_value
from tubulus.report.settings import ReportSettings
from tubulus.report.vocabulary import name_unit

__all__ = [
    "describe_origin",
    "is_pre_specified",
    "render_absence",
    "render_estimate",
    "render_stamp",
    "render_value",
]

_ABSENT = {"not estimable": "Not estimable", "suppressed": "Suppressed"}


def is_pre_specified(row: Estimate) -> bool:
    """Tell whether the plan named this number before the data were seen."""
    return not row.specified or row.specified.startswith("pre-specified")


def describe_origin(shown: ShownEstimate) -> str:
    """Say in one line where a number comes from."""
    row = shown.row
    parts = [
        f"Estimand: {row.estimand}" if row.estimand else "",
        f"Analysis set: {row.analysis_set}" if row.analysis_set else "",
        f"Method: {row.method}" if row.method else "",
        row.specified,
        f"Provenance: {row.provenance or 'not recorded'}",
        f"Row {shown.position} of the estimates table",
    ]
    return " · ".join(part for part in parts if part)


def render_value(shown: ShownEstimate, text: str, *, kind: str = "num") -> Markup:
    """Wrap a written number in its origin."""
    row = shown.row
    return Markup(
        '<data class="{kind}" value="{value}" data-row="{position}" data-estimand="{estimand}" '
        'data-set="{analysis_set}" data-method="{method}" data-provenance="{provenance}" '
        'data-state="{state}" title="{origin}">{text}</data>'
    ).format(
        kind=kind,
        value="" if row.value is None else repr(row.value),
        position=shown.position,
        estimand=row.estimand,
        analysis_set=row.analysis_set,
        method=row.method,
        provenance=row.provenance,
        state=row.state,
        origin=describe_origin(shown),
        text=text,
    )


def render_absence(shown: ShownEstimate) -> Markup:
    """Say in words that there is no number, and why."""
    row = shown.row
    words = _ABSENT.get(row.state, "No value")
    reason = row.reason or "no reason was recorded"
    return render_value(shown, f"{words}: {reason}", kind="num absent")


def render_estimate(shown: ShownEstimate, settings: ReportSettings) -> Markup:
    """Write an estimate with count, unit and interval, each on its own line where there is one."""
    row = shown.row
    if row.state != "estimated" or row.value is None:
        return render_absence(shown)
    style = choose_style(row)
    text = format_value(row.value, style, settings)
    if row.unit and style in {"quantity", "count"}:
        text += f"\N{NO-BREAK SPACE}{name_unit(row.unit)}"
    lines = [render_value(shown, text)]
    if row.statistic == "upper limit":
        lines.append(Markup('<span class="method">{}</span>').format(_name_limit(row)))
    elif style == "share" and format_count(row):
        lines = [
            Markup("{} <span class='of'>({})</span>").format(
                render_value(shown, format_count(row)), text
            )
        ]
    interval = _render_interval(row, settings)
    if interval:
        nobody = " limit" if style == "share" and row.value == 0 else ""
        lines.append(Markup('<span class="ci{}">{}</span>').format(nobody, interval))
    if interval and style not in {"share", "points"} and row.n is not None:
        left_out = f", {_count_missing(row)}" if row.missing else ""
        lines.append(Markup('<span class="ci">n = {}{}</span>').format(row.n, left_out))
    return Markup("<br>").join(lines)


def _count_missing(row: Estimate) -> str:
    """Write how many have no value; where a rule of the plan counts them they are among n."""
    among = row.denominator is not None and (row.n or 0) + (row.missing or 0) > row.denominator
    return f"{row.missing} of them missing" if among else f"{row.missing} missing"


def _render_interval(row: Estimate, settings: ReportSettings) -> str:
    """Write the interval; for nobody out of n only its upper limit says anything."""
    interval = format_interval(row, settings)
    if choose_style(row) == "share" and row.value == 0 and row.high is not None:
        limit = format_value(row.high, "share", settings)
        return f"upper limit {limit} ({_name_sides(row, 'two-sided')})"
    return interval


_EXACT = ("exact", "clopper-pearson")


def _name_sides(row: Estimate, sides: str) -> str:
    """Say how many sides a limit has, at what level, and whether it is exact."""
    level = f" {round(100 * row.confidence, 6):g}\N{NO-BREAK SPACE}%" if row.confidence else ""
    exact = " exact" if any(word in row.method.lower() for word in _EXACT) else ""
    return f"{sides}{level}{exact}"


def _name_limit(row: Estimate) -> str:
    return _name_sides(row, "one-sided") if "one-sided" in row.method else row.method


def render_stamp(specified: str) -> Markup:
    """Render the stamp of a number that the frozen plan does not hold; empty where it does."""
    if not specified or specified.startswith("pre-specified"):
        return Markup("")
    label, _, reason = specified.partition(":")
    return Markup('<span class="stamp" title="{}">{}</span>').format(
        reason.strip() or specified, escape(label.strip())
    )

"""What each group of layers was learned from, and what each finding is worth."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_value
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = ["make_group_table", "make_ratio_table"]

Row = dict[str, Any]

_WHAT_RATIOS_ARE = (
    "Natural logarithms of likelihood ratios, smoothed, kept in the order of the scale, and "
    "capped: a finding without reference rows takes its value from its neighbours. Where only some "
    "layers of a group are known, the part for these applies."
)


def make_group_table(material: Material) -> ShownTable | None:
    """List the groups of layers: weighed or not, why, and what their positives mean."""
    rows = material.get_rows("calibration_groups")
    if not rows:
        return None
    return ShownTable(
        id="table-calibration-groups",
        caption="Which layers were weighed, and on what",
        stub="Group",
        columns=(
            Column("Layers"),
            Column("Weighed"),
            Column("Learned from"),
            Column("What a positive of the reference is"),
        ),
        rows=[("", _name(row["group"]), _describe_group(row)) for row in rows],
        notes=["What is not weighed stays in the dossiers; it adds nothing to the log-odds."],
        origins=list_screen_origins(material),
    )


def make_ratio_table(material: Material) -> ShownTable | None:
    """List the likelihood ratio of each finding, as the natural logarithm."""
    rows = material.get_rows("calibration_ratios")
    if not rows:
        return None
    several = {(row["group"], row["layers"]) for row in rows}
    return ShownTable(
        id="table-calibration-ratios",
        caption="What each finding adds to the log-odds",
        stub="Finding",
        columns=(
            Column("Reference positives", align="right"),
            Column("Random rows", align="right"),
            Column("Adds to the log-odds", align="right"),
            Column("90 % interval", align="right"),
        ),
        rows=[
            (
                _name_set(row["group"], row["layers"]) if len(several) > 1 else "",
                _name_category(row["category"]),
                _describe_ratio(row, material),
            )
            for row in rows
        ],
        notes=[_WHAT_RATIOS_ARE],
        origins=list_screen_origins(material),
    )


def _describe_group(row: Row) -> tuple[str, ...]:
    computed = row.get("state") == "computed"
    return (
        _name(str(row.get("layers") or "")),
        "yes" if computed else "no",
        "; ".join(filter(None, (row.get("reason"), row.get("source")))) or "–",
        row.get("meaning") or "–",
    )


def _describe_ratio(row: Row, material: Material) -> tuple[str | Markup, ...]:
    low, high = row.get("low"), row.get("high")
    limits = [
        format_value(value, "index", material.settings)
        for value in (low, high)
        if value is not None
    ]
    return (
        _count(row.get("positives")),
        _count(row.get("randoms")),
        "–"
        if row.get("log_ratio") is None
        else format_value(row["log_ratio"], "index", material.settings),
        Markup('<span class="line">{} to {}</span>').format(*limits) if len(limits) == 2 else "–",
    )


def _name_set(group: str, layers: str) -> str:
    name = _name(group)
    inside = _name(layers).replace("; ", " and ")
    return name if inside == name else f"{name}: {inside}"


def _name_category(text: str) -> str:
    """Write the limits of a category in words."""
    return _name(text).replace(" >= ", ", at least ").replace(" < ", ", below ")


def _name(text: str) -> str:
    return text.replace("_", " ")


def _count(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if float(value).is_integer() else format_number(value)

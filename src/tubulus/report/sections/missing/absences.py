"""The table of who has no value that counts, by outcome, visit and arm, with the reasons."""

from __future__ import annotations

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.tables.footing import find_common_stamp, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.trace import render_estimate, render_stamp

__all__ = ["make_absence_table"]

_ABSENT = "share without a value"
_NONE = Markup('<span class="none" aria-label="does not apply">–</span>')
_READING = (
    "How a participation ended is told where nothing else is known of why a value is missing. "
    "Beyond a limit something is known of the value; it is still no number."
)
_Reasons = dict[tuple[str, str, str], list[str]]


def make_absence_table(material: Material) -> ShownTable | None:
    """Make the table of absences; None where the results do not count them."""
    estimates = material.select("missing", _ABSENT)
    if not estimates:
        return None
    reasons = _read_reasons(material)
    arms = material.order_arms(shown.row.arm for shown in estimates)
    common = find_common_stamp(estimates)
    rows: dict[tuple[str, str, str], dict[str, Markup]] = {}
    for shown in estimates:
        row = shown.row
        cells = rows.setdefault((row.estimand, row.label, row.visit), {})
        cells[row.arm] = _render(material, shown, reasons, common)
    listed = [
        (
            "",
            ", ".join(filter(None, (label, material.name_visit(visit) if visit else ""))),
            [cells.get(arm, _NONE) for arm in arms],
        )
        for (_, label, visit), cells in rows.items()
    ]
    return ShownTable(
        id="table-absences",
        caption="Participants without a value that counts, and why",
        stub="Outcome",
        columns=tuple(Column(material.name_arm(arm)) for arm in arms),
        rows=listed,
        stamp=common,
        notes=(_READING,),
        origins=list_origins(estimates),
    )


def _read_reasons(material: Material) -> _Reasons:
    found: _Reasons = {}
    for row in material.get_rows("absences"):
        key = (row["estimand"], row["visit"], row["arm"])
        found.setdefault(key, []).append(f"{row['reason']} {row['n']}")
    return found


def _render(material: Material, shown: ShownEstimate, reasons: _Reasons, common: Markup) -> Markup:
    row = shown.row
    text = render_estimate(shown, material.settings)
    own = reasons.get((row.estimand, row.visit, row.arm), [])
    if own:
        said = ", ".join(own)
        text += Markup('<br><span class="ci">{}</span>').format(said[:1].upper() + said[1:])
    if not common and row.specified:
        text += render_stamp(row.specified)
    return text

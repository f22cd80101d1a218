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
    found: dict[tuple[str, str, str], dict[str, ShownEstimate]] = {}
    for shown in estimates:
        row = shown.row
        found.setdefault((row.estimand, row.label, row.visit), {})[row.arm] = shown
    several = len({(label, visit) for _, label, visit in found}) > len({k[1] for k in found})
    rows: dict[tuple[object, ...], tuple[str, str, list[Markup]]] = {}
    for (_, label, visit), own in found.items():
        # estimands of one outcome, with the same men missing, share a row
        counts = tuple((arm, s.row.n, *_find(reasons, s)) for arm, s in own.items())
        name = f"{label}, {material.name_visit(visit)}" if several and visit else label
        cells = [_render(own.get(arm), material, reasons, common) for arm in arms]
        rows.setdefault((name, counts), ("", name, cells))
    return ShownTable(
        id="table-absences",
        caption="Participants without a value that counts, and why",
        stub="Outcome",
        columns=tuple(Column(material.name_arm(arm)) for arm in arms),
        rows=list(rows.values()),
        stamp=common,
        notes=(_READING,),
        origins=list_origins(estimates),
    )


def _read_reasons(material: Material) -> _Reasons:
    found: _Reasons = {}
    for row in material.get_rows("absences"):
        key = (row["estimand"], row["visit"], row["arm"])
        found.setdefault(key, []).append(f"{row['reason'].lower()} {row['n']}")
    return found


def _find(reasons: _Reasons, shown: ShownEstimate) -> list[str]:
    return reasons.get((shown.row.estimand, shown.row.visit, shown.row.arm), [])


def _render(
    shown: ShownEstimate | None, material: Material, reasons: _Reasons, common: Markup
) -> Markup:
    if shown is None:
        return _NONE
    text = render_estimate(shown, material.settings)
    own = ", ".join(_find(reasons, shown))
    if own:
        text += Markup('<br><span class="method">{}</span>').format(own[:1].upper() + own[1:])
    if not common and shown.row.specified:
        text += render_stamp(shown.row.specified)
    return text

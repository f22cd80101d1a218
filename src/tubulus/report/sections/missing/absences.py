"""The table of who has no value that counts, by outcome, visit and arm, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping

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
    rows: list[tuple[str, str, list[Markup]]] = []
    for label, visit, own in _join_alike(found, reasons):
        name = f"{label}, {material.name_visit(visit)}" if several and visit else label
        rows.append(("", name, [_render(own.get(arm), material, reasons, common) for arm in arms]))
    return ShownTable(
        id="table-absences",
        caption="Participants without a value that counts, and why",
        stub="Outcome",
        columns=tuple(Column(material.name_arm(arm)) for arm in arms),
        rows=rows,
        stamp=common,
        notes=(_READING,),
        origins=list_origins(estimates),
    )


def _join_alike(
    found: Mapping[tuple[str, str, str], dict[str, ShownEstimate]], reasons: _Reasons
) -> list[tuple[str, str, dict[str, ShownEstimate]]]:
    """Join the arms of estimands of one outcome where the same men are missing of each."""
    joined: list[tuple[str, str, dict[str, ShownEstimate]]] = []
    for (_, label, visit), own in found.items():
        for other_label, other_visit, arms in joined:
            shared = arms.keys() & own.keys()
            alike = all(_count(arms[a], reasons) == _count(own[a], reasons) for a in shared)
            if (other_label, other_visit) == (label, visit) and alike:
                arms.update(own)
                break
        else:
            joined.append((label, visit, dict(own)))
    return joined


def _count(shown: ShownEstimate, reasons: _Reasons) -> tuple[object, ...]:
    return (shown.row.n, shown.row.denominator, *_find(reasons, shown))


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

"""The table of who has no value that counts, by outcome, visit and arm, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    joined = _join_alike(found, reasons)
    rows = [
        (
            "",
            _name(material, one, joined),
            [_render(one.arms.get(arm), material, reasons, common) for arm in arms],
        )
        for one in joined
    ]
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


@dataclass(frozen=True, slots=True)
class _Absence:
    """A row of the table: an outcome at a visit with the estimands of which it tells the same."""

    outcome: str
    visit: str
    labels: list[str]
    arms: dict[str, ShownEstimate]


def _join_alike(
    found: Mapping[tuple[str, str, str], dict[str, ShownEstimate]], reasons: _Reasons
) -> list[_Absence]:
    """Join the arms of estimands of one outcome where the same men are missing of each."""
    joined: list[_Absence] = []
    for (_, label, visit), own in found.items():
        outcome = next(iter(own.values())).outcome
        for other in joined:
            shared = other.arms.keys() & own.keys()
            alike = shared and all(
                _count(other.arms[a], reasons) == _count(own[a], reasons) for a in shared
            )
            if (other.outcome, other.visit) == (outcome, visit) and alike:
                other.arms.update(own)
                other.labels.append(label)
                break
        else:
            joined.append(_Absence(outcome, visit, [label], dict(own)))
    return joined


def _name(material: Material, one: _Absence, joined: Sequence[_Absence]) -> str:
    """Name a row by its outcome, or by its estimands where another row has the same outcome."""
    alone = sum((o.outcome, o.visit) == (one.outcome, one.visit) for o in joined) == 1
    several_visits = len({o.visit for o in joined if o.outcome == one.outcome}) > 1
    name = one.outcome if alone else "; ".join(one.labels)
    visit = material.name_visit(one.visit) if several_visits and one.visit else ""
    return ", ".join(filter(None, (name, visit)))


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

"""The shift table as a figure: what was found before, and what in the same men afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, INK, MUTED
from tubulus.report.figures.trajectories import AMOUNT_STATES
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_shift"]

_STATES = {"none": "None", "seen, not quantifiable": "Seen, not\nquantifiable"}
_BANDS = ((1.0, "Counted,\nbelow 1"), (10.0, "1 to\nbelow 10"), (float("inf"), "10 and\nabove"))
"""Upper ends of the bands of an amount in its unit: powers of ten, no limits of health."""
_UNKNOWN = "Not\nknown"
_ORDER = (*_STATES.values(), *(name for _, name in _BANDS), _UNKNOWN)

_Pairs = dict[str, dict[str, tuple[str, str]]]


def draw_shift(material: Material) -> Figure | None:
    """Draw how many moved from which state to which, one panel an arm; None without a before.

    Only amounts are drawn, and only those whose state before treatment is on record.
    """
    panels: list[Panel] = []
    told: list[str] = []
    rows = material.get_rows("observations")
    endpoints = {r["endpoint"]: r["label"] for r in rows if r["state"] in AMOUNT_STATES}
    for endpoint, label in endpoints.items():
        pairs = _pair([row for row in rows if row["endpoint"] == endpoint])
        if not any(before != _UNKNOWN for own in pairs.values() for before, _ in own.values()):
            continue
        arms = material.order_arms(pairs)
        found = {name for own in pairs.values() for pair in own.values() for name in pair}
        after = [name for name in _ORDER if name in found]
        for position, arm in enumerate(arms):
            counts = Counter(pairs[arm].values())
            name = material.name_arm(arm)
            title = f"{label}: {name}" if len(endpoints) > 1 else name
            colour = ARM_COLOURS[position % len(ARM_COLOURS)]
            panels.append(
                make_panel(
                    _layer(counts, after, colour),
                    f"shift-{endpoint}-{arm}",
                    title=f"{title} (n = {sum(counts.values())})",
                    subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
                    height=56 * len(_list_before(counts)),
                    width=420,
                )
            )
            told.append(_tell(title, counts))
    if not panels:
        return None
    return Figure(
        id="figure-shift",
        title="Before and after, man by man",
        caption="Rows are what was found before treatment, columns what was found at follow-up; "
        "each cell counts men. Bands of the amount are powers of ten in its unit, no limits of "
        "health. Change within an arm also holds time, chance and a better search.",
        alternative=" ".join(told),
        panels=tuple(panels),
        wide=False,
    )


def _pair(rows: Sequence[Mapping[str, Any]]) -> _Pairs:
    """Return the state before and after of each participant, by arm."""
    found: _Pairs = {}
    for row in rows:
        own = found.setdefault(row["arm"], {})
        before, after = own.get(row["participant"], (_UNKNOWN, _UNKNOWN))
        state = _name_state(row)
        moment = (state, after) if row["visit"] == "baseline" else (before, state)
        own[row["participant"]] = moment
    return found


def _name_state(row: Mapping[str, Any]) -> str:
    if row["state"] in _STATES:
        return _STATES[row["state"]]
    if row["value"] is None:
        return _UNKNOWN
    return next(name for end, name in _BANDS if row["value"] < end)


def _list_before(counts: Mapping[tuple[str, str], int]) -> list[str]:
    return [name for name in _ORDER if any(before == name for before, _ in counts)]


def _layer(counts: Mapping[tuple[str, str], int], after: Sequence[str], colour: str) -> AnyChart:
    before = _list_before(counts)
    frame = pl.DataFrame(
        [
            {"before": first, "after": second, "n": n, "written": str(n)}
            for first in before
            for second in after
            for n in (counts.get((first, second), 0),)
        ]
    )
    lines = "split(datum.label, '\\n')"
    x = alt.X(
        "after:N",
        sort=list(after),
        scale=alt.Scale(paddingInner=0.06, paddingOuter=0.03),
        axis=alt.Axis(
            title="At follow-up", labelAngle=0, labelExpr=lines, ticks=False, labelLimit=0
        ),
    )
    y = alt.Y(
        "before:N",
        sort=list(before),
        scale=alt.Scale(paddingInner=0.1, paddingOuter=0.05),
        axis=alt.Axis(title="Before", labelExpr=lines, ticks=False, labelLimit=0),
    )
    shade = alt.Opacity("n:Q", scale=alt.Scale(type="sqrt", range=[0.04, 0.55]), legend=None)
    base = alt.Chart(frame).encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("before:N", title="Before"),
        alt.Tooltip("after:N", title="At follow-up"),
        alt.Tooltip("n:Q", title="Men"),
    ]
    numbers = alt.condition("datum.n > 0", alt.value(INK), alt.value(MUTED))
    return alt.layer(
        base.mark_rect(color=colour, cornerRadius=2).encode(opacity=shade, tooltip=tooltip),
        base.mark_text(fontSize=14, fontWeight=600).encode(text="written:N", color=numbers),
    )


def _tell(arm: str, counts: Mapping[tuple[str, str], int]) -> str:
    ordered = sorted(counts, key=lambda pair: (_ORDER.index(pair[0]), _ORDER.index(pair[1])))
    parts = "; ".join(
        f"{first} to {second} {counts[first, second]}".replace("\n", " ").lower()
        for first, second in ordered
    )
    return f"{arm}: {parts}."

"""The confounder that would explain a contrast: how frequent and how strong it would have to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, CAUTION
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_confounders"]

Rows = Sequence[Mapping[str, Any]]
_HEIGHT, _WIDTH = 200, 360
_TIPS = {
    "effect_for_estimate": "no difference left",
    "effect_for_limit": "limits just hold no difference",
}
_FURTHEST = {"share": 1.0, "ratio": 20.0}
"""Effects beyond these are not drawn: no chance changes by more, no confounder is so strong."""


def draw_confounders(material: Material) -> Figure | None:
    """Draw the first contrast and those whose limits leave out no difference; None without any."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in material.get_rows("confounders"):
        groups.setdefault((row["estimand"], row["arm"], row["comparator"]), []).append(row)
    several = len({key[1:] for key in groups}) > 1
    # harms last: the reader asks first of the outcome that the study is about
    harms = {s.row.estimand for s in material.select("safety")}
    groups = dict(sorted(groups.items(), key=lambda group: group[0][0] in harms))
    panels: list[Panel] = []
    told = []
    for position, (key, rows) in enumerate(groups.items()):
        told_apart = any(row["effect_for_limit"] is not None for row in rows)
        points = _list_points(rows)
        if not points or (position and not told_apart):
            continue
        title = str(rows[0]["label"])
        if several:
            title = material.name_question(title, key[1], key[2])
        panels.append(
            make_panel(
                _draw(points, rows[0]["kind"], str(rows[0]["unit"] or "")),
                f"confounder-{len(panels) + 1}",
                title=title,
                subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
                height=_HEIGHT,
                width=_WIDTH,
            )
        )
        told.append(_tell(title, rows))
    if not panels:
        return None
    first = next(iter(groups.values()))[0]
    return Figure(
        id="figure-confounder",
        title="The unmeasured trait that would explain the difference",
        caption="Across: how much more frequent the trait would have to be in the first arm. "
        "Upwards: what it would have to do to the outcome. On the solid line it explains all of "
        "the planned contrast, on the dashed one it takes its limits to no difference. Shown for "
        "the first contrast and for those whose limits leave out no difference.",
        alternative=" ".join(told),
        panels=tuple(panels),
        wide=False,
        provenance=str(first["provenance"]),
    )


def _list_points(rows: Rows) -> list[dict[str, Any]]:
    furthest = _FURTHEST.get(rows[0]["kind"])
    points = []
    for row in rows:
        for key, name in _TIPS.items():
            effect = row[key]
            if effect is not None and _is_near(effect, row["kind"], furthest):
                points.append({"gap": 100.0 * row["gap"], "effect": effect, "tip": name})
    return points


def _is_near(effect: float, kind: str, furthest: float | None) -> bool:
    if furthest is None:
        return True
    return 1.0 / furthest <= effect <= furthest if kind == "ratio" else abs(effect) <= furthest


def _tell(title: str, rows: Rows) -> str:
    for row in rows:
        effect = row["effect_for_estimate"]
        if row["gap"] >= 0.3 and effect is not None:
            words = {"share": f"by {100 * effect:.0f} points", "ratio": f"by a factor {effect:.2f}"}
            said = words.get(row["kind"], f"by {effect:.3g} {row['unit']}")
            return (
                f"{title}: a trait more frequent by {100 * row['gap']:.0f} points in the first "
                f"arm would have to change the outcome {said}."
            )
    return f"{title}: no such trait."


def _draw(points: Sequence[Mapping[str, Any]], kind: str, unit: str) -> AnyChart:
    is_share = kind == "share"
    factor = 100.0 if is_share else 1.0
    frame = pl.DataFrame([{**p, "effect": factor * p["effect"]} for p in points])
    titles = {"share": "Changes the chance by, points", "ratio": "Multiplies the outcome by"}
    title = titles.get(kind, f"Changes the outcome by, {unit}".removesuffix(", "))
    drawn = [name for name in _TIPS.values() if name in set(frame["tip"])]
    chart: AnyChart = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X(
                "gap:Q",
                scale=alt.Scale(domain=[0, 100], nice=False),
                axis=alt.Axis(title="More frequent in the first arm by, points", tickCount=5),
            ),
            y=alt.Y(
                "effect:Q",
                scale=alt.Scale(type="log" if kind == "ratio" else "linear", zero=False),
                axis=alt.Axis(title=title, tickCount=5, format=".3~r"),
            ),
            color=alt.Color(
                "tip:N",
                scale=alt.Scale(domain=drawn, range=[ARM_COLOURS[0], CAUTION][: len(drawn)]),
                legend=alt.Legend(columns=1),
            ),
            strokeDash=alt.StrokeDash(
                "tip:N", scale=alt.Scale(domain=drawn, range=[[1, 0], [5, 4]][: len(drawn)])
            ),
            tooltip=[
                alt.Tooltip("gap:Q", title="More frequent by"),
                alt.Tooltip("effect:Q", title="Effect", format=".3g"),
                alt.Tooltip("tip:N", title="Then"),
            ],
        )
    )
    return chart

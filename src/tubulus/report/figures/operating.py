"""The figure of simulated trials: coverage and rejections of the planned estimators by scenario."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, ARM_SHAPES, MUTED
from tubulus.report.material import Material

__all__ = ["draw_operating"]

_LABEL_LENGTH = 26
_LINES = "split(datum.label, '\\n')"
_NORMAL_QUANTILE = 1.96
_MOST = 5
"""Outcomes of a figure: as many as there are colours and shapes that are told apart."""


def draw_operating(
    material: Material, entries: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> Figure | None:
    """Draw coverage, and beside it rejections, with Monte Carlo intervals.

    Parameters
    ----------
    material : Material
        The report's material.
    entries : sequence of mapping
        Planned estimators with their measures; see ``spread_measures``.
    names : sequence of str
        How each is called.
    """
    every = list(dict.fromkeys(names))
    chosen = every[:_MOST]
    kept = [(e, n) for e, n in zip(entries, names, strict=True) if n in chosen]
    panels: list[Panel] = []
    for measure, title, reference in (
        ("coverage", "Intervals that hold the truth, %", 95.0),
        ("rejection", "Tests that reject, %", 5.0),
    ):
        frame = _make_frame(kept, measure)
        if frame.is_empty():
            continue
        scenarios = frame["scenario"].unique().len()
        panels.append(
            make_panel(
                _draw(frame, title, reference, chosen),
                f"operating-{measure}",
                title=title.removesuffix(", %"),
                subtitle="Simulated trials, no participants",
                height=scenarios * max(34, 12 * len(chosen)),
            )
        )
    if not panels:
        return None
    return Figure(
        id="figure-operating",
        title="What the plan would do in simulated trials",
        caption="One mark an outcome and scenario, by the estimator that the plan names; the line "
        "through it is the 95 % Monte Carlo interval. Coverage should be near 95 %. Rejections "
        "should be near 5 % where nothing has an effect; elsewhere they are the power."
        + (f" Not drawn, but in the table: {', '.join(every[_MOST:])}." if every[_MOST:] else ""),
        alternative=_tell(kept),
        panels=tuple(panels),
        broad=True,
        synthetic="Simulated trials.",
        provenance=str(entries[0]["provenance"]) if entries else "",
    )


def _make_frame(kept: Sequence[tuple[Mapping[str, Any], str]], measure: str) -> pl.DataFrame:
    rows = []
    for entry, name in kept:
        found = entry["found"].get(measure)
        if found is None or found["value"] is None:
            continue
        half = _NORMAL_QUANTILE * found["mc_error"]
        value = found["value"]
        rows.append(
            {
                "scenario": "\n".join(textwrap.wrap(entry["scenario_label"], _LABEL_LENGTH)),
                "outcome": name,
                "value": 100 * value,
                "low": 100 * max(0.0, value - half),
                "high": 100 * min(1.0, value + half),
                "written": f"{100 * value:.1f} % (from {found['trials']} trials)",
            }
        )
    schema = {"scenario": pl.String, "outcome": pl.String, "value": pl.Float64}
    further = {"low": pl.Float64, "high": pl.Float64, "written": pl.String}
    return pl.DataFrame(rows, schema=schema | further)


def _draw(frame: pl.DataFrame, title: str, reference: float, names: Sequence[str]) -> AnyChart:
    ends = [*frame["low"].to_list(), *frame["high"].to_list(), reference]
    margin = max(1.0, 0.06 * (max(ends) - min(ends)))
    domain = [max(0.0, min(ends) - margin), min(100.0, max(ends) + margin)]
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    y = alt.Y(
        "scenario:N",
        sort=None,
        axis=alt.Axis(title=None, labelLimit=0, labelExpr=_LINES, grid=True),
    )
    offset = alt.YOffset("outcome:N", sort=list(names))
    # names of hypotheses are long: one under the other, and none cut
    legend = alt.Legend(columns=1, labelLimit=0)
    colour = alt.Color(
        "outcome:N",
        scale=alt.Scale(domain=list(names), range=list(ARM_COLOURS)),
        sort=None,
        legend=legend,
    )
    shape = alt.Shape(
        "outcome:N", scale=alt.Scale(domain=list(names), range=list(ARM_SHAPES)), legend=legend
    )
    base = alt.Chart(frame)
    tooltip = [
        alt.Tooltip("scenario:N", title="Scenario"),
        alt.Tooltip("outcome:N", title="Outcome"),
        alt.Tooltip("written:N", title="Simulated"),
    ]
    mark = pl.DataFrame({"at": [reference]})
    return alt.layer(
        alt.Chart(mark)
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=alt.X("at:Q", scale=scale)),
        base.mark_rule(strokeWidth=1.5).encode(
            x=alt.X("low:Q", scale=scale, axis=alt.Axis(title=title, tickCount=6)),
            x2="high:Q",
            y=y,
            yOffset=offset,
            color=colour,
        ),
        base.mark_point(size=45, filled=True, opacity=1).encode(
            x=alt.X("value:Q", scale=scale),
            y=y,
            yOffset=offset,
            color=colour,
            shape=shape,
            tooltip=tooltip,
        ),
    )


def _tell(kept: Sequence[tuple[Mapping[str, Any], str]]) -> str:
    parts = []
    for entry, name in kept:
        covered = entry["found"].get("coverage")
        if covered is not None and covered["value"] is not None:
            parts.append(f"{entry['scenario_label']}, {name}: {100 * covered['value']:.1f} %")
    return f"Coverage: {'; '.join(parts)}."

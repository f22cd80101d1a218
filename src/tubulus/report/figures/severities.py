"""The figure of findings: how many of each severity."""

from __future__ import annotations

import altair as alt
import polars as pl

from tubulus.report.figures.figure import Figure, make_panel
from tubulus.report.figures.theme import INK, SEVERITY_COLOURS
from tubulus.report.material import Material
from tubulus.report.tables.findings import SEVERITIES, count_findings
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_severities"]


def draw_severities(material: Material) -> Figure | None:
    """Draw the number of findings by severity; None where there are none."""
    counts = count_findings(material)
    if not any(counts.values()):
        return None
    frame = pl.DataFrame({"severity": list(counts), "count": list(counts.values())})
    y = alt.Y("severity:N", sort=list(SEVERITIES), axis=alt.Axis(title=None, ticks=False))
    x = alt.X(
        "count:Q",
        axis=alt.Axis(title="Findings", format="d", tickCount=5),
        scale=alt.Scale(domain=[0, 1.12 * max(counts.values())], nice=False),
    )
    base = alt.Chart(frame)
    colours = [SEVERITY_COLOURS[severity] for severity in SEVERITIES]
    chart = alt.layer(
        base.mark_bar(height=16).encode(
            x=x,
            y=y,
            color=alt.Color(
                "severity:N", scale=alt.Scale(domain=list(SEVERITIES), range=colours), legend=None
            ),
            tooltip=[alt.Tooltip("severity:N"), alt.Tooltip("count:Q")],
        ),
        base.mark_text(align="left", dx=5, fontSize=11, color=INK).encode(x=x, y=y, text="count:Q"),
    )
    panel = make_panel(
        chart,
        "severities",
        title="Findings by severity",
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        height=110,
    )
    return Figure(
        id="figure-findings",
        title="Findings by severity",
        caption="A stop forbids what was about to be done, an error is wrong whatever the "
        "explanation, a warning is probably wrong, a note should be known.",
        alternative="; ".join(f"{name}: {n}" for name, n in counts.items()) + ".",
        panels=(panel,),
        provenance=material.find_provenance("check"),
    )

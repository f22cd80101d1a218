"""The figure of regression to the mean: observed change, and what is expected untreated."""

from __future__ import annotations

from dataclasses import replace

from tubulus.report.figures.figure import Figure
from tubulus.report.figures.intervals import (
    IntervalAxis,
    IntervalLine,
    make_interval_panel,
    make_lines,
)
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style, format_value
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_regression"]

_SECTION = "regression-to-the-mean"


def draw_regression(material: Material) -> Figure | None:
    """Draw one line an endpoint and arm; None where no change was observed.

    The line carries the observed ratio with its interval and, where it could be computed, the
    ratio that regression to the mean alone would bring.
    """
    expected = {
        (s.row.endpoint, s.row.arm, s.row.stratum): s
        for s in material.select(_SECTION, "expected ratio")
        if s.row.state == "estimated" and s.row.value is not None and s.row.value > 0
    }
    observed = list(material.select(_SECTION, "observed ratio"))
    arms = material.order_arms(s.row.arm for s in observed)
    endpoints = list(dict.fromkeys(s.row.endpoint for s in observed))
    observed.sort(key=lambda s: (endpoints.index(s.row.endpoint), arms.index(s.row.arm)))
    lines, covered = [], []
    for shown in observed:
        for line in make_lines(material, [shown], label="{label}: {arm}"):
            if line.value <= 0:
                continue
            other = expected.get((shown.row.endpoint, shown.row.arm, shown.row.stratum))
            lines.append(_add_expected(material, line, other))
            if other is not None and _covers(shown, other):
                covered.append(line.label)
    if not lines:
        return None
    panel = make_interval_panel(
        lines,
        "regression",
        IntervalAxis("Ratio after / before (log scale)", log=True, reference=1.0),
        groups=_MARKS,
        title="Observed and expected change",
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
    )
    said = f"{len(covered)} of {len(lines)} observed intervals cover the expected ratio"
    return Figure(
        id="figure-regression",
        title="Observed change and change expected without treatment",
        caption="Where the observed interval covers the expected ratio, regression to the mean "
        f"alone could explain the change: {said}.",
        alternative=f"{said}. "
        + "; ".join(f"{n.label}: observed {n.written}" for n in lines)
        + ".",
        panels=(panel,),
    )


_MARKS = ("observed, with its interval", "expected without treatment")


def _add_expected(
    material: Material, line: IntervalLine, other: ShownEstimate | None
) -> IntervalLine:
    line = replace(line, group=_MARKS[0])
    if other is None or other.row.value is None:
        return line
    text = format_value(other.row.value, choose_style(other.row), material.settings)
    return replace(
        line,
        beside=other.row.value,
        beside_group=_MARKS[1],
        written=f"{line.written} · expected {text}",
    )


def _covers(shown: ShownEstimate, other: ShownEstimate) -> bool:
    low, high, value = shown.row.low, shown.row.high, other.row.value
    return low is not None and high is not None and value is not None and low <= value <= high

"""The flow diagram: who reached each step, drawn as boxes, once wide and once for a telephone.

Follows the CONSORT diagram for randomised trials and its TREND form for the others: common steps
from above down with exclusions beside them, then one column an arm.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tubulus.report.figures.figure import Figure
from tubulus.report.figures.theme import ARM_COLOURS, FONT, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["FlowStep", "draw_flow", "list_steps"]

_LINE = 17
_GAP = 26
_PAD = 10
_CHARACTER = 6.5
"""Mean width of a character at 13 px, on the wide side so that no line leaves its box."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step in one arm; ``arm`` is empty before allocation."""

    label: str
    arm: str
    n: int
    lost: int
    reasons: tuple[str, ...]
    narrows: bool

    @property
    def loss_lines(self) -> tuple[str, ...]:
        """What is said about those who did not reach the step."""
        missed = (f"Did not reach this step: {self.lost}",) if self.lost else ()
        return (*missed, *self.reasons)


def list_steps(material: Material) -> list[list[FlowStep]]:
    """List the steps in order; each has one entry for everybody or one an arm."""
    rows = material.get_rows("flow")
    steps = []
    for _, group in groupby(rows, key=lambda row: (row["order"], row["step"])):
        by_arm = {row["arm"] or "": row for row in group}
        steps.append([_make_step(by_arm[arm]) for arm in material.order_arms(by_arm)])
    return steps


def _make_step(row: dict[str, Any]) -> FlowStep:
    reasons = tuple(part.strip() for part in (row["reasons"] or "").split(";") if part.strip())
    return FlowStep(
        row["label"] or row["step"],
        row["arm"] or "",
        row["n"],
        row["lost"] or 0,
        reasons,
        row.get("additive") is not False,
    )


def draw_flow(material: Material) -> Figure | None:
    """Draw the flow; None where the results have none."""
    steps = list_steps(material)
    if not steps:
        return None
    arms = material.order_arms(step.arm for row in steps for step in row if step.arm)
    names = {arm: material.name_arm(arm) for arm in arms}
    subtitle = SYNTHETIC_FIGURE if material.is_synthetic else ""
    drawings = [
        _Drawing(kind, width, names, beside=beside).draw(steps, subtitle)
        for kind, width, beside in (("wide", 720.0, True), ("narrow", 360.0, False))
    ]
    kind = (
        "CONSORT" if material.study.identity.allocation == "randomised" else "CONSORT, TREND form"
    )
    return Figure(
        id="figure-flow",
        title="Participant flow",
        caption=f"Layout after {kind}. A dashed box is a step that may be missed without "
        "leaving the study."
        if any(not step.narrows for row in steps for step in row)
        else f"Layout after {kind}.",
        alternative=_tell(steps, names),
        drawing=Markup("").join(drawings),
        provenance=material.find_provenance("analysis"),
    )


def _tell(steps: Sequence[Sequence[FlowStep]], names: dict[str, str]) -> str:
    told = []
    for row in steps:
        for step in row:
            who = f"{names[step.arm]}, " if step.arm else ""
            lost = f", {'; '.join(step.loss_lines)}" if step.lost else ""
            told.append(f"{who}{step.label}: {step.n}{lost}")
    return ". ".join(told) + "."


class _Drawing:
    """One drawing of a given width; collects its parts from above down."""

    def __init__(self, kind: str, width: float, names: dict[str, str], *, beside: bool) -> None:
        self.kind, self.width, self.names, self.beside = kind, width, names, beside
        self.parts: list[Markup] = []
        self.y = 4.0
        count = max(1, len(names))
        # more arms than fit side by side on a telephone still keep their columns, only narrower
        self.column = (width - 8 - 14 * (count - 1)) / count
        self.centres = {
            arm: 4 + self.column / 2 + i * (self.column + 14) for i, arm in enumerate(names)
        }
        self.last: dict[str, float] = {}

    def draw(self, steps: Sequence[Sequence[FlowStep]], subtitle: str) -> Markup:
        if subtitle:
            self._write(4, self.y + 12, subtitle, size=11, colour="#9a3412", anchor="start")
            self.y += 26
        for row in steps:
            if row[0].arm:
                self._draw_arms(row)
            else:
                self._draw_common(row[0])
        marker = Markup(
            '<defs><marker id="tip-{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{colour}"/></marker>'
            "</defs>"
        ).format(kind=self.kind, colour=MUTED)
        body = Markup("").join(self.parts)
        return Markup(
            '<svg class="flow {kind}" viewBox="0 0 {width:g} {height:g}" font-family="{font}" '
            'aria-hidden="true">{marker}{body}</svg>'
        ).format(
            kind=self.kind, width=self.width, height=self.y + 4, font=FONT, marker=marker, body=body
        )

    def _draw_common(self, step: FlowStep) -> None:
        centre = self.width / 2
        width = 270.0
        losses = list(_wrap(step.loss_lines, 190.0)) if self.beside else []
        if losses:
            self._draw_side_box(losses, centre)
        lines = _wrap((step.label,), width)
        inside = () if self.beside else _wrap(step.loss_lines, width)
        height = self._height(lines, inside)
        for arm in list(self.last) or []:
            self._arrow(self.last[arm], self.y, centre)
        self._box(centre, width, height, dashed=not step.narrows)
        self._fill(centre, lines, inside, step.n)
        self.y += height + _GAP
        self.last = {"": self.y - _GAP}

    def _draw_side_box(self, losses: list[str], centre: float) -> None:
        """Draw exclusions beside the line that leads to the step they did not reach."""
        height = _LINE * len(losses) + 2 * _PAD - 2
        top = self.y - _GAP + 10
        left, width = centre + 145.0, self.width / 2 - 149.0
        middle = top + height / 2
        self.parts.append(
            Markup(
                '<path d="M{a:g},{y:g} H{b:g}" fill="none" stroke="{c}" '
                'marker-end="url(#tip-{k})"/>'
                '<rect x="{b:g}" y="{t:g}" width="{w:g}" height="{h:g}" rx="4" fill="#fff" '
                'stroke="#b7c1cb"/>'
            ).format(k=self.kind, a=centre, b=left, y=middle, c=MUTED, t=top, w=width, h=height)
        )
        for i, line in enumerate(losses):
            baseline = top + _PAD + _LINE * i + 11
            self._write(left + 9, baseline, line, size=12, colour=MUTED, anchor="start")
        self.y = top + height + 12

    def _draw_arms(self, row: Sequence[FlowStep]) -> None:
        first = not any(arm in self.last for arm in self.names)
        names = {s.arm: _wrap((self.names[s.arm],), self.column) if first else [] for s in row}
        texts = {s.arm: _wrap((s.label,), self.column) for s in row}
        losses = {s.arm: _wrap(s.loss_lines, self.column) for s in row}
        heads = max(len(lines) for lines in names.values()) * _LINE + (8 if first else 0)
        height = heads + max(self._height(texts[s.arm], losses[s.arm]) for s in row)
        if first and self.last:
            self.y += 8
        for step in row:
            centre = self.centres[step.arm]
            start = self.last.get(step.arm, self.last.get(""))
            if start is not None:
                self._arrow(start, self.y, centre, self.width / 2 if first else centre)
            self._box(centre, self.column, height, dashed=not step.narrows)
            if first:
                self._head(step.arm, names[step.arm], heads)
            top, self.y = self.y, self.y + heads
            self._fill(centre, texts[step.arm], losses[step.arm], step.n)
            self.y = top
        self.y += height + _GAP
        self.last = {step.arm: self.y - _GAP for step in row}

    def _head(self, arm: str, lines: Sequence[str], height: float) -> None:
        colour = ARM_COLOURS[list(self.names).index(arm) % len(ARM_COLOURS)]
        left = self.centres[arm] - self.column / 2
        self.parts.append(
            Markup(
                '<path d="M{x:g},{b:g} v-{v:g} q0,-5 5,-5 h{h:g} q5,0 5,5 v{v:g} z" fill="{c}"/>'
            ).format(x=left, b=self.y + height, v=height - 5, h=self.column - 10, c=colour)
        )
        for i, line in enumerate(lines):
            y = self.y + _LINE * i + 16
            self._write(self.centres[arm], y, line, size=13, colour="#fff", bold=True)

    def _height(self, lines: Sequence[str], losses: Sequence[str]) -> float:
        return _LINE * (len(lines) + 1 + len(losses)) + 2 * _PAD - 4 + (6 if losses else 0)

    def _fill(self, centre: float, lines: Sequence[str], losses: Sequence[str], n: int) -> None:
        y = self.y + _PAD + 11
        for line in lines:
            self._write(centre, y, line)
            y += _LINE
        self._write(centre, y, f"n = {n}", bold=True)
        y += _LINE + 6
        for line in losses:
            self._write(centre, y, line, size=12, colour=MUTED)
            y += _LINE

    def _box(self, centre: float, width: float, height: float, *, dashed: bool) -> None:
        self.parts.append(
            Markup(
                '<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="5" fill="#fff" '
                'stroke="#7d8b99"{dash}/>'
            ).format(
                x=centre - width / 2,
                y=self.y,
                w=width,
                h=height,
                dash=Markup(' stroke-dasharray="5 4"') if dashed else "",
            )
        )

    def _arrow(self, start: float, end: float, centre: float, origin: float | None = None) -> None:
        at = centre if origin is None else origin
        bend = end - 16
        path = f"M{at:g},{start:g} V{bend:g} H{centre:g} V{end - 1:g}"
        self.parts.append(
            Markup('<path d="{}" fill="none" stroke="{}" marker-end="url(#tip-{})"/>').format(
                path, MUTED, self.kind
            )
        )

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 13,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "middle",
    ) -> None:
        self.parts.append(
            Markup(
                '<text x="{x:g}" y="{y:g}" font-size="{s:g}" fill="{c}" text-anchor="{a}"{b}>{t}'
                "</text>"
            ).format(
                x=x,
                y=y,
                s=size,
                c=colour,
                a=anchor,
                b=Markup(' font-weight="600"') if bold else "",
                t=text,
            )
        )


def _wrap(texts: Iterable[str], width: float) -> list[str]:
    """Break texts into lines that fit a box."""
    fits = max(8, int((width - 2 * _PAD) / _CHARACTER))
    return [line for text in texts for line in textwrap.wrap(text, fits)]

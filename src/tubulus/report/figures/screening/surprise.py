"""The surprise panel: the cargo against each null on one scale, multiples of what is expected.

Drawn as page elements, not as an image: the words stay text on paper, telephone and screen reader.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.figures.theme import INK
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.screening.questions import (
    list_questions,
    name_null,
    write_amount,
    write_least,
    write_range,
)
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["OpenQuestion", "SurpriseLine", "SurprisePanel", "make_surprise_panel"]

Row = dict[str, Any]
_LEAST_SHOWN = 0.001
"""A least possible p below this binds no reading."""
_EDGE = 3.0
"""Per cent of the width that stays free at either end, so that no mark is cut off."""


@dataclass(frozen=True, slots=True)
class SurpriseLine:
    """One question: its words, its numbers and its drawing."""

    null: str
    name: str
    asks: str
    numbers: tuple[str, ...]
    place: str
    discouraged: bool
    note: str
    drawing: Markup
    undrawn: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that was not answered, why, and the setting that would switch it on."""

    name: str
    asks: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class SurprisePanel:
    """The panel: answered questions on one scale, then what stayed open."""

    id: str
    lines: tuple[SurpriseLine, ...]
    axis: Markup
    open: tuple[OpenQuestion, ...]
    lists: int
    caption: str
    alternative: str
    synthetic: str
    provenance: str


def make_surprise_panel(material: Material) -> SurprisePanel | None:
    """Make the panel; None where no question on the whole cargo was answered.

    Notes
    -----
    Positions are observed, low, high and each list's score, divided by what the row expects. Rows
    that expect nothing, or whose number may be negative, have no such scale and show their
    numbers alone.
    """
    rows = list_questions(material)
    answered = [row for row in rows if row.get("state") == "computed"]
    if not answered:
        return None
    lists = material.get_rows("comparator_lists")
    scale = _Scale.fit(answered, lists)
    provenance = material.find_provenance("screen")
    return SurprisePanel(
        id="panel-surprise",
        lines=tuple(
            _make_line(row, lists if row["null"] == "comparator" else [], scale) for row in answered
        ),
        axis=scale.draw_axis(),
        open=tuple(_leave_open(row) for row in rows if row.get("state") != "computed"),
        lists=len(lists),
        caption=_write_caption(lists),
        alternative=_tell(answered),
        synthetic=SYNTHETIC_SCREEN if material.is_synthetic else "",
        provenance=provenance,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Multiples of the expected value, from zero to the largest that is shown."""

    largest: float
    step: float

    @classmethod
    def fit(cls, rows: Sequence[Row], lists: Sequence[Row]) -> _Scale:
        sizes = [2.0]
        for row in rows:
            sizes += [_divide(row, row.get(name)) or 0.0 for name in ("observed", "high")]
            if row["null"] == "comparator":
                sizes += [_divide(row, one.get("score")) or 0.0 for one in lists]
        top = max(sizes)
        step = next((s for s in (0.5, 1.0, 2.0, 5.0, 10.0) if top / s <= 6), top / 5)
        return cls(step * math.ceil(top / step), step)

    def place(self, multiple: float) -> float:
        return _EDGE + (100 - 2 * _EDGE) * min(max(multiple, 0.0), self.largest) / self.largest

    def draw_axis(self) -> Markup:
        ticks = [i * self.step for i in range(round(self.largest / self.step) + 1)]
        marks = [
            Markup('<text x="{:.2f}%" y="11" text-anchor="middle">{}×</text>').format(
                self.place(tick), f"{tick:g}"
            )
            for tick in ticks
        ]
        return _frame(Markup("").join(marks), 16)


def _divide(row: Row, value: float | None) -> float | None:
    expected = row.get("expected")
    # a difference may be negative: its zero is no zero point, so it has no multiples
    low = row.get("low")
    if value is None or expected is None or expected <= 0 or (low is not None and low < 0):
        return None
    return float(value) / float(expected)


def _make_line(row: Row, lists: Sequence[Row], scale: _Scale) -> SurpriseLine:
    words = name_null(row["null"])
    return SurpriseLine(
        null=row["null"],
        name=words.name,
        asks=row.get("question") or words.asks,
        numbers=tuple(_list_numbers(row)),
        place=_say_place(row),
        discouraged=bool(row.get("discouraged")),
        note=row.get("reason") or "",
        drawing=_draw(row, lists, scale),
        undrawn=_say_undrawn(row),
    )


def _say_undrawn(row: Row) -> str:
    """Say why a row has no place on the scale."""
    if row.get("low") is not None and row["low"] < 0:
        return "A difference, which may be negative: it has no multiple to draw."
    return "Nothing is expected, so there is no multiple to draw."


def _list_numbers(row: Row) -> list[str]:
    """Write the numbers of a row in three short lines, the observed one first.

    The least possible p is written where it binds; the table of the questions has all of them.
    """
    multiple = _divide(row, row.get("observed"))
    times = f", {format_number(multiple, 2)} × expected" if multiple is not None else ""
    null = f"; 95 % of the null {write_range(row)}" if write_range(row) else ""
    test = format_p(row["p"]) if row.get("p") is not None else "no p-value"
    least = row.get("smallest_p")
    binds = least is not None and least > _LEAST_SHOWN
    smallest = f"; smallest possible {write_least(least)}" if binds else ""
    draws = "independent lists" if row["null"] == "comparator" else "draws"
    told = row.get("draws") is None or str(row["draws"]) in (row.get("reason") or "")
    count = "" if told else f" ({write_amount(row['draws'])} {draws})"
    return [
        f"{write_amount(row.get('observed'))} {row.get('statistic') or 'observed'}{times}",
        f"expected {write_amount(row.get('expected'))}{null}",
        f"{test}{smallest}{count}",
    ]


def _say_place(row: Row) -> str:
    if row.get("low") is None or row.get("high") is None or row.get("observed") is None:
        return ""
    if row["observed"] > row["high"]:
        return "▲ above the range of the null"
    if row["observed"] < row["low"]:
        return "▼ below the range of the null"
    return "◆ within the range of the null"


def _tell(rows: Sequence[Row]) -> str:
    """Say in words what the drawing shows."""
    told = []
    for row in rows:
        multiple = _divide(row, row.get("observed"))
        times = (
            f"{format_number(multiple, 2)} times what is expected"
            if multiple is not None
            else f"{write_amount(row.get('observed'))} "
            f"where {write_amount(row.get('expected'))} is expected"
        )
        place = _say_place(row).lstrip("▲▼◆ ")
        told.append(f"{name_null(row['null']).name}: {times}, {place}".rstrip(", "))
    return f"{'; '.join(told)}."


def _draw(row: Row, lists: Sequence[Row], scale: _Scale) -> Markup:
    observed = _divide(row, row.get("observed"))
    if observed is None:
        return Markup("")
    one = scale.place(1.0)
    parts = [
        _draw_range(row, scale),
        Markup('<line class="one" x1="{0:.2f}%" x2="{0:.2f}%" y1="-6" y2="40"/>').format(one),
        *_draw_lists(row, lists, scale),
        # only the place of the diamond is relative, so it keeps its shape at any width
        Markup(
            '<svg x="{:.2f}%" y="17" overflow="visible"><path class="own" '
            'd="M0-8 8 0 0 8-8 0Z" fill="{}"/></svg>'
        ).format(scale.place(observed), INK),
    ]
    return _frame(Markup("").join(parts), 34)


def _draw_range(row: Row, scale: _Scale) -> Markup:
    low, high = (_divide(row, row.get(name)) for name in ("low", "high"))
    if low is None or high is None:
        return Markup("")
    start, end = scale.place(low), scale.place(high)
    return Markup(
        '<rect class="range" x="{:.2f}%" width="{:.2f}%" y="7" height="20" rx="2"/>'
    ).format(start, max(end - start, 0.4))


def _draw_lists(row: Row, lists: Sequence[Row], scale: _Scale) -> list[Markup]:
    found = []
    for other in lists:
        multiple = _divide(row, other.get("score"))
        if multiple is not None:
            found.append(
                Markup(
                    '<line class="list" x1="{0:.2f}%" x2="{0:.2f}%" y1="10" y2="24">'
                    "<title>{1}</title></line>"
                ).format(scale.place(multiple), f"{other.get('list_id')}: {other['score']:.3g}")
            )
    return found


def _frame(content: Markup, height: int) -> Markup:
    return Markup('<svg width="100%" height="{}" aria-hidden="true">{}</svg>').format(
        height, content
    )


def _leave_open(row: Row) -> OpenQuestion:
    words = name_null(row["null"])
    reason = row.get("reason") or "the reason is not recorded"
    key = row.get("key") or words.key
    return OpenQuestion(
        words.name,
        row.get("question") or words.asks,
        reason,
        "" if key and str(key).rsplit(".", 1)[-1] in reason else str(key or ""),
    )


def _write_caption(lists: Sequence[Mapping[str, Any]]) -> str:
    strokes = (
        f" Each stroke in the row of other vesicle proteomes is one of {len(lists)} lists."
        if lists
        else ""
    )
    return (
        "One scale for all rows: multiples of what the null expects. Diamond: this cargo. Band: "
        "where 95 % of the null lies. Line at 1: as expected." + strokes + " A cargo far above "
        "random proteins and inside the band of other vesicle proteomes has as many candidate "
        "pairs as vesicles tend to have."
    )

"""Each pair's score among the scores of decoy partners of the same fixed and mobile partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.figures.theme import ARM_COLOURS, INK
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.docking.pairs import DOCKING_STEP, list_pairs, write_percent
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["DecoyFigure", "DecoyLine", "draw_decoys"]

Row = dict[str, Any]

_DRAWN = 60
"""Rows of the figure; beyond that nobody reads them one by one."""

_EDGE = 1.5
"""Room at both ends of a row, in percent of its width."""


@dataclass(frozen=True, slots=True)
class DecoyLine:
    """One pair: its drawing and its numbers."""

    fixed: str
    mobile: str
    drawing: Markup
    low: str
    high: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecoyFigure:
    """Rows of pairs with what stands around them."""

    id: str
    lines: tuple[DecoyLine, ...]
    caption: str
    alternative: str
    synthetic: str
    provenance: str


def draw_decoys(material: Material) -> DecoyFigure | None:
    """Draw the pairs that have a score and decoy partners; None where no pair has."""
    decoys = [
        row
        for row in material.get_rows("pair_docking")
        if row.get("role") == "decoy" and row.get("score") is not None
    ]
    of_fixed, of_mobile = _group(decoys, "fixed"), _group(decoys, "mobile")
    pairs = list_pairs(material)
    lines = [
        _make_line(pair, of_fixed.get(pair["fixed"], []), of_mobile.get(pair["mobile"], []))
        for pair in pairs
        if pair.get("score") is not None
        and (pair["fixed"] in of_fixed or pair["mobile"] in of_mobile)
    ]
    if not lines:
        return None
    return DecoyFigure(
        id="figure-decoys",
        lines=tuple(lines[:_DRAWN]),
        caption=_write_caption(len(lines) - _DRAWN, len(pairs) - len(lines)),
        alternative="; ".join(_tell(line) for line in lines[:_DRAWN]) + ".",
        synthetic=SYNTHETIC_SCREEN if material.is_synthetic else "",
        provenance=material.find_provenance(DOCKING_STEP),
    )


def _group(rows: Iterable[Row], side: str) -> dict[str, list[float]]:
    grouped: dict[str, list[float]] = {}
    for row in rows:
        grouped.setdefault(row[side], []).append(float(row["score"]))
    return grouped


def _make_line(pair: Row, of_fixed: Sequence[float], of_mobile: Sequence[float]) -> DecoyLine:
    score = float(pair["score"])
    low = min([score, *of_fixed, *of_mobile])
    high = max([score, *of_fixed, *of_mobile])
    return DecoyLine(
        pair["fixed"],
        pair["mobile"],
        _draw(score, of_fixed, of_mobile, (low, high)),
        format_number(low),
        format_number(high),
        tuple(_list_numbers(pair)),
    )


def _list_numbers(pair: Row) -> Iterable[str]:
    """Write what the calibration says of the pair, in short lines."""
    for side in ("fixed", "mobile"):
        if pair.get(f"percent_{side}") is not None:
            yield (
                f"above {write_percent(pair[f'percent_{side}'])} of {pair[f'n_decoys_{side}']} "
                f"with {pair[side]}"
            )
    if pair.get("p") is not None:
        yield format_p(pair["p"])
    elif pair.get("state"):
        yield str(pair["state"])


def _draw(
    score: float, of_fixed: Sequence[float], of_mobile: Sequence[float], ends: tuple[float, float]
) -> Markup:
    """Draw decoy scores as strokes: upper lane same fixed, lower lane same mobile partner."""
    low, high = ends
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return _EDGE + (100 - 2 * _EDGE) * (value - low) / span

    parts = [Markup('<line class="lane" x1="0" x2="100%" y1="20" y2="20"/>')]
    for kind, values, top, bottom in (
        ("same-fixed", of_fixed, 5, 18),
        ("same-mobile", of_mobile, 22, 35),
    ):
        colour = ARM_COLOURS[0 if kind == "same-fixed" else 1]
        parts += [
            Markup('<line x1="{0:.1f}%" x2="{0:.1f}%" y1="{1}" y2="{2}" stroke="{3}"/>').format(
                place(value), top, bottom, colour
            )
            for value in sorted(values)
        ]
    # only the place of the diamond is relative, so it keeps its shape at any width
    parts.append(
        Markup(
            '<svg x="{:.1f}%" y="20" overflow="visible"><path class="own" '
            'd="M0-9 7 0 0 9-7 0Z" fill="{}"/></svg>'
        ).format(place(score), INK)
    )
    return Markup('<svg width="100%" height="40" aria-hidden="true">{}</svg>').format(
        Markup("").join(parts)
    )


def _tell(line: DecoyLine) -> str:
    return f"{line.fixed} with {line.mobile}: {', '.join(line.numbers) or 'no numbers'}"


def _write_caption(left: int, without: int) -> str:
    return (
        "Raw scores; to the right is more favourable. Diamond: the asked pair. Each stroke is a "
        "decoy pair: above the line (blue) the same fixed partner with decoy mobile partners, "
        "below it (orange) the same mobile partner with decoy fixed partners. All that were docked "
        "are drawn; those that a pair was compared with are listed below. Every row has its own "
        "scale, because raw scores compare no two pairs. The percentages and p come from "
        "scores without the effects of size and partner, so they need not agree with the place "
        "of the diamond."
        + (f" {left} more pairs are in the table alone." if left > 0 else "")
        + (
            f" {without} asked {'pair has' if without == 1 else 'pairs have'} no score and "
            f"{'is' if without == 1 else 'are'} not drawn."
            if without > 0
            else ""
        )
    )

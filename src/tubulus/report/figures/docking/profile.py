"""Where a partner is touched: share of the best poses that touch each residue, as bars."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gemmi
from markupsafe import Markup

from tubulus.report.figures.theme import ARM_COLOURS
from tubulus.report.numbers import format_number

__all__ = ["ProfileStrip", "draw_profiles", "find_top"]

Row = dict[str, Any]

_LABEL = re.compile(r"^(?P<chain>[^:]*):(?P<residue>.+)$")
_NUMBER = re.compile(r"^(?P<name>.*?)(?P<number>-?\d+)[A-Za-z]?$")
_NAME_LETTERS = 3
_HEIGHT = 44
_MOST_SHARED = 6


@dataclass(frozen=True, slots=True)
class ProfileStrip:
    """Bars of one chain of a partner.

    Parameters
    ----------
    side, partner, chain : str
        Whose chain it is.
    first, last : int
        Numbers of the residues at both ends.
    drawing : Markup
        The bars; dark where the residue also touches in the best pose.
    most : str
        The residues that most poses share, in words.
    """

    side: str
    partner: str
    chain: str
    first: int
    last: int
    drawing: Markup
    most: str


def draw_profiles(
    rows: Sequence[Row], touching: Sequence[Row], names: Mapping[str, str]
) -> tuple[ProfileStrip, ...]:
    """Draw the interface profile of one pair, a strip a chain.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of ``interface_profile`` of the pair.
    touching : sequence of mapping
        Rows of ``interface_residues`` of the pair.
    names : mapping of side to str
        Name of the partner of each side.
    """
    best = {(row["side"], row["residue"]) for row in touching}
    top = find_top(rows)
    chains: dict[tuple[str, str], list[tuple[int, float, str]]] = {}
    for row in rows:
        found = _LABEL.match(row["residue"])
        number = _read_number(found["residue"]) if found else None
        if found and number is not None:
            place = number, float(row["share"]), row["residue"]
            chains.setdefault((row["side"], found["chain"]), []).append(place)
    return tuple(
        _make_strip((side, names[side], chain), sorted(found), best, top)
        for (side, chain), found in sorted(chains.items())
        if side in names
    )


def _read_number(residue: str) -> int | None:
    """Read the number behind the name of a residue, which may end in a digit itself, as SF4."""
    name, rest = residue[:_NAME_LETTERS], residue[_NAME_LETTERS:]
    known = gemmi.find_tabulated_residue(name).kind != gemmi.ResidueKind.UNKNOWN
    found = _NUMBER.match(rest if known else residue) or _NUMBER.match(residue)
    return int(found["number"]) if found else None


def find_top(rows: Sequence[Row]) -> float:
    """Find the share that a full bar stands for, in whole tenths of the best poses."""
    most = max((float(row["share"]) for row in rows), default=1.0)
    return min(max(math.ceil(10 * most - 1e-9), 1), 10) / 10


def _make_strip(
    whose: tuple[str, str, str],
    found: list[tuple[int, float, str]],
    best: set[tuple[str, str]],
    top: float,
) -> ProfileStrip:
    side, partner, chain = whose
    first, last = found[0][0], found[-1][0]
    span = max(last - first, 1)
    bars: dict[bool, list[str]] = {False: [], True: []}
    for number, share, label in found:
        height = min(max(share, 0.0) / top, 1.0) * _HEIGHT
        x = 8 + 984 * (number - first) / span
        bars[(side, label) in best].append(f"M{x:.0f} {_HEIGHT}v{-height:.1f}")
    colour = ARM_COLOURS[0 if side == "fixed" else 1]
    lines = Markup("").join(
        Markup('<path d="{}" stroke="{}" stroke-opacity="{}"/>').format(
            "".join(bars[dark]), colour, "1" if dark else ".38"
        )
        for dark in (False, True)
        if bars[dark]
    )
    # bars keep their width whatever the width of the strip
    drawing = Markup(
        '<svg viewBox="0 0 1000 {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(_HEIGHT, lines)
    return ProfileStrip(side, partner, chain, first, last, drawing, _name_most(found))


def _name_most(found: Sequence[tuple[int, float, str]]) -> str:
    most = sorted(found, key=lambda one: (-one[1], one[0]))[:_MOST_SHARED]
    return ", ".join(
        f"{label.partition(':')[2]} {format_number(100 * share, 2)}\N{NO-BREAK SPACE}%"
        for _, share, label in most
    )

"""The calibrated table: every asked pair, its score among decoy partners, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from tubulus.report.material import Material
from tubulus.report.numbers import format_p
from tubulus.report.tables.docking.pairs import (
    list_docking_origins,
    list_pairs,
    name_pair,
    write_number,
    write_percent,
)
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.questions import write_least

__all__ = ["CALIBRATED_COLUMNS", "describe_calibrated", "make_calibrated_table"]

Row = dict[str, Any]

_LISTED = 300
"""Rows of the table; the results hold all."""

_RAW = Markup('<br><span class="why">raw {}</span>')
_AMONG = Markup('<br><span class="why">{}</span>')
_BEATEN = "More favourable than decoy partners"

CALIBRATED_COLUMNS = (
    Column("Score", align="right"),
    Column("of the fixed partner", spanner=_BEATEN, align="right"),
    Column("of the mobile partner", spanner=_BEATEN, align="right"),
    Column("p", align="right"),
    Column("Smallest possible p", align="right"),
    Column("q", align="right"),
    Column("State"),
)
"""Columns of the cells that :func:`describe_calibrated` writes."""

_NOTES = (
    (
        "A raw score compares poses of one pair, and no two pairs. The percentages and p are of "
        "scores from which size and what each partner scores on average are taken off; "
        "percentages of the raw score among the same decoy partners stand below."
    ),
    (
        "p = (1 + decoy pairs at least as favourable) / (1 + decoy pairs); it cannot be below the "
        "smallest possible p, however good the pose."
    ),
    (
        "q is the false discovery rate (Benjamini-Hochberg) over the calibrated pairs; such p "
        "share decoy partners, so it is approximate."
    ),
)


def make_calibrated_table(
    material: Material, anchors: Mapping[tuple[str, str], str] | None = None
) -> ShownTable | None:
    """List every asked pair; those that cannot be evaluated stay in the table.

    Parameters
    ----------
    material : Material
        Study, results and settings.
    anchors : mapping of (fixed, mobile) to str, optional
        Where the sheet of a pair stands in the page.
    """
    rows = list_pairs(material)
    if not rows:
        return None
    left = len(rows) - _LISTED
    ranked = any(row.get("evidence_rank") is not None for row in rows)
    return ShownTable(
        id="table-docking",
        caption="Calibrated scores of the asked pairs",
        stub="Fixed – mobile partner",
        columns=(
            *([Column("Place on the shortlist", align="right")] if ranked else []),
            *CALIBRATED_COLUMNS,
        ),
        rows=[
            (
                "",
                _name(row, anchors or {}),
                (*([_rank(row)] if ranked else []), *describe_calibrated(row)),
            )
            for row in rows[:_LISTED]
        ],
        notes=[
            *([f"{left} more pairs are in the results."] if left > 0 else []),
            *_NOTES,
            *_tell_without_p(rows),
        ],
        origins=list_docking_origins(material),
    )


def _tell_without_p(rows: Sequence[Row]) -> list[str]:
    """Say what the percentages of pairs with too few decoy partners are of."""
    few = [row for row in rows if row["state"] == "too few decoys"]
    if not few:
        return []
    corrected = any(row.get("corrected") is not None for row in few)
    of = "the score corrected for size" if corrected else "the raw score, not corrected for size"
    return [f"Percentages of a pair with too few decoy partners for a p are of {of}."]


def _name(row: Row, anchors: Mapping[tuple[str, str], str]) -> Markup:
    anchor = anchors.get((row["fixed"], row["mobile"]))
    name = name_pair(row)
    return Markup('<a href="#{}">{}</a>').format(anchor, name) if anchor else escape(name)


def _rank(row: Row) -> str:
    return "–" if row.get("evidence_rank") is None else str(row["evidence_rank"])


def describe_calibrated(row: Row) -> tuple[str | Markup, ...]:
    """Write score, decoy partners beaten on both sides, p, smallest p, q and state of a pair."""
    return (
        write_number(row.get("score")),
        _beat(row, "fixed"),
        _beat(row, "mobile"),
        _write_p(row),
        write_least(row.get("smallest_p")),
        write_number(row.get("q"), 2),
        _say_state(row),
    )


def _write_p(row: Row) -> str | Markup:
    """Write p, with the number of decoy pairs that it was ranked among."""
    if row.get("p") is None:
        return "–"
    among = f"among {row['n_decoy_pairs']} decoy pairs" if row.get("n_decoy_pairs") else ""
    return escape(format_p(row["p"])) + (_AMONG.format(among) if among else "")


def _beat(row: Row, side: str) -> Markup:
    """Say how many decoy partners of a side score less favourably."""
    percent = row.get(f"percent_{side}")
    if percent is None:
        return Markup('<span class="none">–</span>')
    n = row.get(f"n_decoys_{side}")
    told = escape(f"{write_percent(percent)} of {n}".replace(" ", "\N{NO-BREAK SPACE}"))
    raw = row.get(f"raw_percent_{side}")
    return told if raw is None else told + _RAW.format(write_percent(raw))


def _say_state(row: Row) -> Markup:
    state = row.get("state") or "not known"
    reason = row.get("reason") or ""
    css = "" if state == "calibrated" else " unknown"
    said = Markup('<span class="state-mark{}">{}</span>').format(css, state)
    return said + (Markup('<br><span class="why">{}</span>').format(reason) if reason else "")

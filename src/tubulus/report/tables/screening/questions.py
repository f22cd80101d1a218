"""The questions asked of the whole cargo, each against its null, and those that were not asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tubulus.report.dossiers.words import NULL_WORDS, NullWords
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = [
    "list_questions",
    "make_question_table",
    "name_null",
    "write_amount",
    "write_least",
    "write_range",
]

Row = dict[str, Any]
_TINY = 1e-6


def list_questions(material: Material) -> list[Row]:
    """List the questions, the hardest first and discouraged ones last.

    Results without a table ``surprise`` give the rows that their global test and comparator hold.
    """
    rows = material.get_rows("surprise") or _read_older(material)
    order = {null: position for position, null in enumerate(NULL_WORDS)}
    return sorted(
        rows,
        key=lambda r: (
            bool(r.get("discouraged")),
            order.get(r["null"], len(order)),
            r.get("question") or "",
        ),
    )


def name_null(null: str) -> NullWords:
    """Name a null; one without words of its own goes by its identifier."""
    return NULL_WORDS.get(null, NullWords(null.replace("_", " ").capitalize(), ""))


def make_question_table(material: Material) -> ShownTable | None:
    """List every question with its numbers, or the reason why it was not answered."""
    rows = list_questions(material)
    if not rows:
        return None
    return ShownTable(
        id="table-surprise",
        caption="The whole cargo against each null, in numbers",
        stub="Null",
        columns=(
            Column("What is counted"),
            Column("Observed", align="right"),
            Column("Expected", align="right"),
            Column("95 % range of the null", align="right"),
            Column("p", align="right"),
            Column("Smallest possible p", align="right"),
            Column("Draws or lists", align="right"),
            Column("Note"),
        ),
        rows=[("", name_null(row["null"]).name, _describe(row)) for row in rows],
        origins=list_screen_origins(material),
    )


def write_amount(value: float | None) -> str:
    """Write a count whole, a part of one with two digits, else three; a dash for none."""
    if value is None:
        return "–"
    if float(value).is_integer():
        return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return format_number(value, 3 if abs(value) >= 1 else 2)


def write_least(p: float | None) -> str:
    """Write the least that a p-value could have been; a dash where it is not recorded.

    Closed forms reach values with dozens of zeros, which say no more than that they are small.
    """
    if p is None:
        return "–"
    return format_number(p, 2) if p >= _TINY else f"below {_TINY:.6f}"


def write_range(row: Row) -> str:
    """Write the 95 % range of a null; empty where the run keeps none."""
    if row.get("low") is None or row.get("high") is None:
        return ""
    return f"{write_amount(row['low'])} to {write_amount(row['high'])}"


def _describe(row: Row) -> tuple[str, ...]:
    notes = ("discouraged" if row.get("discouraged") else "", row.get("reason") or "")
    return (
        row.get("statistic") or "",
        write_amount(row.get("observed")),
        write_amount(row.get("expected")),
        write_range(row) or "–",
        "not computed" if row.get("p") is None else format_p(row["p"]),
        write_least(row.get("smallest_p")),
        write_amount(row.get("draws")),
        "; ".join(filter(None, notes)),
    )


def _read_older(material: Material) -> list[Row]:
    tests = material.get_rows("global_test")
    if not tests:
        return []
    screen = material.results.manifest.get("screen")
    screen = screen if isinstance(screen, Mapping) else {}
    settings = screen.get("settings") or {}
    test, uniform = tests[0], settings.get("null") == "uniform"
    with_detection = bool(settings.get("detection_file"))
    main = "uniform" if uniform else "matched_detection" if with_detection else "matched"
    rows: list[Row] = [
        {
            "null": main,
            "statistic": "candidate pairs",
            "observed": test.get("observed"),
            "expected": test.get("expected"),
            # the closed form decides; the least attainable p is that of its check by simulation
            "p": test.get("p_exact", test.get("p")),
            "state": "computed",
            "discouraged": uniform,
        }
    ]
    if main == "matched":
        rows.append(_leave_open("matched_detection", "no detection frequencies were given"))
    rows.append(_read_comparator(screen))
    return rows


def _read_comparator(screen: Mapping[str, Any]) -> Row:
    rank = screen.get("comparator")
    if not isinstance(rank, Mapping):
        return _leave_open("comparator", "no panel of other vesicle proteomes was given")
    return {
        "null": "comparator",
        "statistic": "candidate pairs per protein",
        "observed": rank.get("score"),
        "expected": rank.get("median"),
        "p": rank.get("p"),
        "smallest_p": rank.get("smallest_p"),
        "draws": rank.get("lists"),
        "state": "computed",
    }


def _leave_open(null: str, reason: str) -> Row:
    return {"null": null, "state": "not_computed", "reason": reason}

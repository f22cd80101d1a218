"""What a reader takes away first: whether this cargo is like any vesicle proteome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import format_p
from tubulus.report.tables.screening.candidates import get_fdr_level
from tubulus.report.tables.screening.questions import list_questions, write_amount, write_least

__all__ = ["Answer", "list_answers"]

Row = dict[str, Any]

# the bands of the conclusion that the screen writes; a test compares them
CLEAR, WEAK, ATTAINABLE = 0.01, 0.1, 0.05
_UNMATCHED = (
    ". Detection in vesicles was not matched, so the partners may be proteins that any vesicle "
    "preparation carries"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question in the reader's words, the answer, and the numbers behind it."""

    question: str
    answer: str
    numbers: str


def list_answers(material: Material) -> tuple[Answer, ...]:
    """List the answers that come first; empty where no question on the cargo was asked."""
    rows = list_questions(material)
    others = next((row for row in rows if row["null"] == "comparator"), None)
    # the hardest null stands first, so this is the one that also matches detection if it was asked
    chance = next(
        (
            row
            for row in rows
            if row["null"].startswith("matched") and row.get("state") == "computed"
        ),
        None,
    )
    matched = chance is not None and chance["null"] == "matched_detection"
    receptors = _answer_receptors(material, matched=matched)
    return tuple(
        answer
        for answer in (
            _answer_others(others) if others else None,
            _answer_chance(chance) if chance else None,
            receptors if chance or others else None,
        )
        if answer is not None
    )


def _answer_others(row: Row) -> Answer:
    question = "Is this like any vesicle proteome?"
    if row.get("state") != "computed" or row.get("p") is None:
        return Answer(
            question,
            "Not answered in this run.",
            f"{row.get('reason') or 'no panel of other vesicle proteomes was given'}. Until a "
            "panel is, nothing here sets this cargo apart from vesicles in general.",
        )
    if row.get("smallest_p") is not None and row["smallest_p"] > ATTAINABLE:
        return Answer(question, "This panel is too small to tell.", _write_numbers(row))
    words = (
        "No: it stands out among them.",
        "It may be: the evidence that it stands out is weak.",
        "It does not clearly stand out among them.",
    )
    return Answer(question, _choose(row["p"], words), _write_numbers(row))


def _answer_chance(row: Row) -> Answer:
    words = (
        "Yes.",
        "The evidence for more is weak.",
        "Not clearly more.",
    )
    how = ", detected in vesicles as often" if row["null"] == "matched_detection" else ""
    return Answer(
        f"More candidate pairs than random proteins of the same kind{how}?",
        _choose(row["p"], words) if row.get("p") is not None else "No p-value.",
        _write_numbers(row),
    )


def _answer_receptors(material: Material, *, matched: bool) -> Answer | None:
    level = get_fdr_level(material)
    tests = [row for row in material.get_rows("receptor_tests") if row.get("p") is not None]
    if not tests:
        return None
    found: dict[str, bool] = {}
    for row in tests:
        q = row.get("q_receptor", row.get("q"))
        if q is not None and q <= level:
            found[row["receptor"]] = found.get(row["receptor"], False) or bool(row.get("conflict"))
    named = ", ".join(
        f"{name} (evidence on its cell type conflicts)" if conflict else name
        for name, conflict in sorted(found.items())
    )
    caveat = "" if matched or not found else _UNMATCHED
    return Answer(
        "Receptors with more cargo partners than expected?",
        f"{named}." if named else "None.",
        f"{len(found)} of {len({row['receptor'] for row in tests})} tested, at a false discovery "
        f"rate of {100 * level:g} %{caveat}",
    )


def _choose(p: float, words: tuple[str, str, str]) -> str:
    return words[0 if p <= CLEAR else 1 if p <= WEAK else 2]


def _write_numbers(row: Row) -> str:
    least = row.get("smallest_p")
    bound = f" (cannot be below {write_least(least)})" if least and least > CLEAR else ""
    test = f"; {format_p(row['p'])}{bound}" if row.get("p") is not None else ""
    return (
        f"{write_amount(row.get('observed'))} {row.get('statistic') or 'observed'}, "
        f"{write_amount(row.get('expected'))} expected{test}"
    )

"""What a reader takes away first: whether docking told partners from others, and what stood out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tubulus.report.material import Material
from tubulus.report.sections.screening.verdict import Answer
from tubulus.report.tables.docking.pairs import list_pairs, name_pair

__all__ = [
    "NO_EVIDENCE",
    "USEFUL_AREA",
    "get_docking",
    "has_evidence",
    "is_notable",
    "list_docking_answers",
]

Row = dict[str, Any]

# those of the calibration; a test compares them
NO_EVIDENCE = "Docking gave no usable evidence"
USEFUL_AREA = 0.60
_LEVEL = 0.05
_NAMED = 6


def get_docking(material: Material) -> Mapping[str, Any]:
    """Return what the manifest says of docking; empty where nothing was docked."""
    docking = material.results.manifest.get("dock")
    return docking if isinstance(docking, Mapping) else {}


def has_evidence(material: Material) -> bool:
    """Tell whether calibrated scores were shown to tell known partners from others."""
    if str(get_docking(material).get("conclusion") or "").startswith(NO_EVIDENCE):
        return False
    area = _get_first(material).get("auc")
    return area is not None and area >= USEFUL_AREA


def is_notable(pair: Row) -> bool:
    """Tell whether a pair stands out among its decoy partners: its q is at most 0.05."""
    return pair.get("q") is not None and pair["q"] <= _LEVEL


def list_docking_answers(material: Material) -> tuple[Answer, ...]:
    """List the answers that come first: usable or not, which pairs, what was docked."""
    return (_answer_area(material), _answer_pairs(material), *_answer_what(material))


def _get_first(material: Material) -> Row:
    """Return the row of the score that decides; what is measured beforehand stands first."""
    return next(iter(material.get_rows("discrimination")), {})


def _answer_area(material: Material) -> Answer:
    row = _get_first(material)
    said = str(row.get("sentence") or "").replace(f" {NO_EVIDENCE}.", "")
    said = said or "How well the score tells known partners from others was not measured."
    if not has_evidence(material):
        answer = f"No: {NO_EVIDENCE[:1].lower()}{NO_EVIDENCE[1:]}."
    elif row.get("low") is None or row["low"] < USEFUL_AREA:
        answer = "Perhaps: the interval reaches down to what is of no use."
    else:
        answer = "Better than chance, on known complexes."
    own = [
        str(other.get("sentence") or "")
        for other in material.get_rows("discrimination")
        if str(other.get("label") or "").startswith("calibrated score of this campaign")
    ]
    return Answer("Can docking tell partners from others here?", answer, " ".join([said, *own]))


def _answer_pairs(material: Material) -> Answer:
    rows = list_pairs(material)
    question = "Which pairs score above their decoy partners?"
    calibrated = [row for row in rows if row.get("q") is not None]
    if not calibrated:
        judged = any(row.get("state") != "not evaluable" for row in rows)
        answer = "No pair has a calibrated p." if judged else "No pair could be evaluated."
        return Answer(question, answer, _count_states(rows))
    low = [name_pair(row) for row in calibrated if is_notable(row)]
    named = ", ".join(low[:_NAMED]) + (
        f" and {len(low) - _NAMED} more" if len(low) > _NAMED else ""
    )
    numbers = (
        f"{len(low)} of {_count(len(calibrated), 'calibrated pair')} at a false discovery rate of "
        f"{100 * _LEVEL:g} %; {_count_states(rows)}"
    )
    if not has_evidence(material):
        return Answer(question, "Not to be read from these scores.", numbers)
    return Answer(question, f"{named}: candidate interactions." if low else "None.", numbers)


def _count_states(rows: list[Row]) -> str:
    states: dict[str, int] = {}
    for row in rows:
        state = row.get("state") or "not known"
        states[state] = states.get(state, 0) + 1
    listed = ", ".join(f"{n} {state}" for state, n in states.items())
    return f"of {_count(len(rows), 'asked pair')}: {listed}" if rows else "no pair was docked"


def _answer_what(material: Material) -> tuple[Answer, ...]:
    counts = get_docking(material).get("counts")
    if not isinstance(counts, Mapping) or "asked" not in counts:
        return ()
    decoys = _count(counts.get("decoy", 0), "decoy pair")
    answer = f"{_count(counts['asked'], 'asked pair')} and {decoys}."
    numbers = (
        f"{_count(counts.get('fixed_partners', 0), 'fixed partner')} and "
        f"{_count(counts.get('mobile_partners', 0), 'mobile partner')}, rigid bodies; where each "
        f"structure comes from stands under its preparation{_say_compared(material)}"
    )
    return (Answer("What was docked?", answer, numbers),)


def _say_compared(material: Material) -> str:
    """Say with how many decoy partners pairs were compared, which are fewer than were docked."""
    sides = []
    for side in ("fixed", "mobile"):
        # decoys of the fixed partner are mobile ones
        numbers = [
            n for row in list_pairs(material) if (n := row.get(f"n_decoys_{side}")) is not None
        ]
        if not numbers:
            return ""
        low, high = min(numbers), max(numbers)
        sides.append(f"{low} to {high}" if low < high else str(low))
    return (
        f"; each pair was compared with {sides[0]} decoy partners of its fixed and {sides[1]} of "
        "its mobile partner, listed by name below"
    )


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"

"""Why a value is no number: counted by state, in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tubulus.analysis.dataset import Members
from tubulus.study.records.values import Value, ValueState

__all__ = ["count_states", "name_state", "note_states"]

_WORDS = {
    ValueState.BELOW_LIMIT: "below the limit of quantification",
    ValueState.ABOVE_LIMIT: "above a limit",
    ValueState.NOT_QUANTIFIABLE: "seen, not quantifiable",
    ValueState.NOT_APPLICABLE: "not applicable",
    ValueState.UNREADABLE: "unreadable",
}
"""States of what was entered and is no number, in the order in which one of them is told."""


def count_states(members: Members, *texts: str) -> Mapping[str, int]:
    """Count the members by why one of some values was entered and is no number.

    Parameters
    ----------
    members : Members
        The participants.
    *texts : str
        Expressions of the plan; an empty one is skipped.

    Returns
    -------
    mapping of str to int
        State in words to members; each member counts once, and those alone who have a value in
        such a state. A value on which nothing was entered is missing and counts nowhere here.
    """
    values = [members.evaluate(text) for text in texts if text]
    told = (_find_state(own) for own in zip(*values, strict=True))
    counts = Counter(state for state in told if state is not None)
    return {words: counts[state] for state, words in _WORDS.items() if counts[state]}


def _find_state(values: tuple[Value, ...]) -> ValueState | None:
    own = {value.state for value in values}
    return next((state for state in _WORDS if state in own), None)


def name_state(value: Value) -> str:
    """Say why a value that was entered is no number; empty where it is one or is missing."""
    return _WORDS.get(value.state, "")


def note_states(members: Members, arm: str, *texts: str, ranked: bool = False) -> str:
    """Write how many of an arm have a value that was entered and is no number; empty for none.

    The note names the arm: beside a table, equal notes of two arms would be told as one. Values
    below a limit that are ranked are told elsewhere.
    """
    counts = count_states(members.keep_arms([arm]), *texts)
    left_out = _WORDS[ValueState.BELOW_LIMIT] if ranked else ""
    parts = ", ".join(f"{words} {n}" for words, n in counts.items() if words != left_out)
    return f"counted as missing in '{arm}': {parts}" if parts else ""

"""One value as entered and as understood: its text, its state, and the typed reading of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["MISSING", "Value", "ValueState"]


class ValueState(StrEnum):
    """What is known of a value."""

    PRESENT = "present"
    MISSING = "missing"
    BELOW_LIMIT = "below limit"
    ABOVE_LIMIT = "above limit"
    NOT_QUANTIFIABLE = "not quantifiable"
    NOT_APPLICABLE = "not applicable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value.

    Parameters
    ----------
    state : ValueState
        ``BELOW_LIMIT`` and ``ABOVE_LIMIT`` carry the limit in ``number``;
        ``NOT_QUANTIFIABLE`` is seen but not countable: neither zero nor missing;
        ``UNREADABLE`` was entered but does not fit the item's type.
    number : float or None
        The number in the item's unit.
    text : str or None
        A text or the code of a coded item.
    day : date or None
        A date.
    truth : bool or None
        A yes or no.
    """

    state: ValueState = ValueState.PRESENT
    number: float | None = None
    text: str | None = None
    day: date | None = None
    truth: bool | None = None

    @property
    def is_known(self) -> bool:
        """Whether the exact value is known."""
        return self.state is ValueState.PRESENT


MISSING = Value(state=ValueState.MISSING)

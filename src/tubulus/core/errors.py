"""Errors that the person running the study can mend.

A :class:`StudyError` is printed without a traceback, with its code, and ends the command with
its exit status. Every other exception is a defect of Tubulus and shows its traceback.
Messages hold identifiers and places, never a participant's value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["InputError", "PlaceError", "Problem", "StudyError"]


class StudyError(Exception):
    """Something the person running the study can mend."""

    code = "E100"
    exit_status = 2


class PlaceError(StudyError):
    """The system refuses a file or folder: no permission, no space, another thing in its place."""

    code = "E102"

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"{error.filename}: {error.strerror}; check the place, your permission and the space "
            "on the disk, and run again"
        )


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with an input, and what to do about it.

    Parameters
    ----------
    file : str
        Name of the file as the user knows it, for instance ``data/semen.csv``.
    row : int
        Line of the file, counted from 1 (a table's header is line 1); 0 where no line applies.
    field : str
        Column, or dotted path in a TOML file such as ``visits[3].window``; may be empty.
    message : str
        What is wrong, in a sentence without the final full stop.
    remedy : str
        What was expected and what to do next.
    """

    file: str
    row: int
    field: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return ``file, line n, field: message; remedy`` without the parts that are empty."""
        place = self.file
        if self.row:
            place += f", line {self.row}"
        if self.field:
            place += f", {self.field}"
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}: {self.message}{remedy}"


class InputError(StudyError):
    """An input cannot be used; carries every problem that was found, not the first one only."""

    code = "E101"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"{head} in the input:", *(f"  {p}" for p in self.problems)]))

"""The records of each participant, as entries of forms: the view that rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tubulus.study.records.values import MISSING, Value, ValueState

__all__ = ["DERIVED", "Entry", "ParticipantData", "StudyData", "make_study_data"]

DERIVED = "derived: "
"""What the source field of a computed value begins with; the expression follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One form as it stands in the data; it may be blank.

    Parameters
    ----------
    participant, form, visit : str
        Whose form, which, and at which visit (empty for a log).
    occurrence : int
        Which of several, counted from 1.
    values : mapping of str to Value
        Item to value; an item that is not there is missing.
    file : str
        Where it was read.
    row : int
        Line of the file.
    places : mapping of str to (str, int)
        File and line of each item that stands elsewhere, because several files fill the form.
    derived : frozenset of str
        Items that were computed, not entered.
    """

    participant: str
    form: str
    visit: str
    occurrence: int
    values: Mapping[str, Value]
    file: str = ""
    row: int = 0
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered: "not applicable" was, a computed value was not."""
        return any(
            value.state is not ValueState.MISSING and item not in self.derived
            for item, value in self.values.items()
        )

    def find_place(self, item: str) -> tuple[str, int]:
        """Return file and line of an item; those of the entry where it has none of its own."""
        return self.places.get(item, (self.file, self.row))

    def get(self, item: str) -> Value:
        """Return the value of an item; missing where nothing was entered."""
        return self.values.get(item, MISSING)


@dataclass(frozen=True, slots=True)
class ParticipantData:
    """All entries of one participant.

    Parameters
    ----------
    id : str
        The identifier.
    arm : str
        The arm; empty where it is not known, or where two entries tell two arms.
    entries : tuple of Entry
        Blank ones too, in their order.
    """

    id: str
    arm: str
    entries: tuple[Entry, ...] = ()

    def select(self, form: str, visit: str | None = None) -> tuple[Entry, ...]:
        """Return the entries of a form, at one visit or (with None) at any, in their order."""
        return tuple(
            e for e in self.entries if e.form == form and (visit is None or e.visit == visit)
        )

    def select_filled(self, form: str, visit: str | None = None) -> tuple[Entry, ...]:
        """Return the entries of a form in which something was entered, in their order.

        A row that holds nothing but its participant is a place for an entry, not an entry.
        """
        return tuple(entry for entry in self.select(form, visit) if entry.is_filled)


@dataclass(frozen=True, slots=True)
class StudyData:
    """All participants, in the order of their identifiers."""

    participants: Mapping[str, ParticipantData] = field(default_factory=dict)

    def __iter__(self) -> Iterator[ParticipantData]:
        return iter(self.participants.values())

    def __len__(self) -> int:
        return len(self.participants)


def make_study_data(
    records: pl.DataFrame, *, arm_role: tuple[str, str] | None = None, only_arm: str = ""
) -> StudyData:
    """Gather the long table into entries of participants.

    Parameters
    ----------
    records : polars.DataFrame
        Table of :data:`RECORD_SCHEMA`.
    arm_role : tuple of str, optional
        Form and item that tell the arm.
    only_arm : str
        Arm of everybody where no item tells it.
    """
    # one pass over plain rows: a partition per participant costs more than it saves
    gathered: dict[str, dict[tuple[str, str, int], list[dict[str, object]]]] = {}
    for row in records.iter_rows(named=True):
        key = (row["form"], row["visit"], row["occurrence"])
        gathered.setdefault(row["participant"], {}).setdefault(key, []).append(row)
    participants = {}
    for name in sorted(gathered):
        entries = tuple(_make_entry(name, key, rows) for key, rows in gathered[name].items())
        arm = _find_arm(entries, arm_role) if arm_role else only_arm
        participants[name] = ParticipantData(name, arm, entries)
    return StudyData(participants)


def _make_entry(
    participant: str, key: tuple[str, str, int], rows: list[dict[str, object]]
) -> Entry:
    form, visit, occurrence = key
    values = {str(row["item"]): _make_value(row) for row in rows}
    places = {
        str(row["item"]): (str(row["source_file"]), int(str(row["source_row"]))) for row in rows
    }
    file, line = next(iter(places.values()))
    elsewhere = {item: place for item, place in places.items() if place != (file, line)}
    derived = frozenset(
        str(row["item"]) for row in rows if str(row["source_field"]).startswith(DERIVED)
    )
    return Entry(participant, form, visit, occurrence, values, file, line, elsewhere, derived)


def _make_value(row: Mapping[str, object]) -> Value:
    return Value(
        state=ValueState(str(row["state"])),
        number=row["number"],  # type: ignore[arg-type]  # typed by RECORD_SCHEMA
        text=row["text"],  # type: ignore[arg-type]
        day=row["day"],  # type: ignore[arg-type]
        truth=row["truth"],  # type: ignore[arg-type]
    )


def _find_arm(entries: tuple[Entry, ...], role: tuple[str, str]) -> str:
    """Return the one arm that the entries tell; none where they tell several, or one unread."""
    form, item = role
    told = {
        value.text or ""
        for entry in entries
        if entry.form == form and (value := entry.get(item)).state is not ValueState.MISSING
    }
    return told.pop() if len(told) == 1 else ""

"""The entries of a form in the order in which they came about."""

from __future__ import annotations

from datetime import date

from tubulus.study.expressions.catalogue import Catalogue
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = ["find_first", "select_entries"]


def select_entries(
    participant: ParticipantData, catalogue: Catalogue, form: str, visit: str = ""
) -> tuple[Entry, ...]:
    """Return a participant's filled entries of a form, the earliest first.

    They are ordered by the date of the form where every entry has one; otherwise by visit, in
    the order of the study, and occurrence.

    Parameters
    ----------
    participant : ParticipantData
        Whose entries.
    catalogue : Catalogue
        Tells which item dates the form.
    form, visit : str
        Which form; an empty visit means any.
    """
    entries = participant.select_filled(form, visit or None)
    if len(entries) < 2:
        return entries
    order = {name: place for place, name in enumerate(catalogue.visits)}
    planned = sorted(entries, key=lambda e: (order.get(e.visit, len(order)), e.occurrence))
    found = catalogue.forms.get(form)
    dated_by = found.dated_by if found else ""
    days = {id(entry): entry.get(dated_by).day for entry in planned}
    if any(day is None for day in days.values()):
        return tuple(planned)
    return tuple(sorted(planned, key=lambda entry: days[id(entry)] or date.max))


def find_first(
    participant: ParticipantData, catalogue: Catalogue, form: str, visit: str = ""
) -> Entry | None:
    """Return the first filled entry of a form, None where there is none or it cannot be told.

    A form that does not repeat has one entry at a visit. Where it was entered twice, nothing says
    which of the two is right, and the order of the rows must not decide.

    Parameters
    ----------
    participant, catalogue, form, visit
        As in :func:`select_entries`.
    """
    entries = select_entries(participant, catalogue, form, visit)
    if not entries:
        return None
    first, found = entries[0], catalogue.forms.get(form)
    repeats = found is not None and found.repeats
    if not repeats and any(other.visit == first.visit for other in entries[1:]):
        return None
    return first

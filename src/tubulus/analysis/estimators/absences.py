"""Why values are not there: below what the laboratory can measure, or because a man left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_number
from tubulus.core.estimates import Estimate
from tubulus.study.definition.forms import Form
from tubulus.study.records.participants import ParticipantData
from tubulus.study.records.values import ValueState

__all__ = ["BELOW_LIMIT", "count_departures", "describe_departures", "list_below_limit"]

BELOW_LIMIT = "below the limit of quantification"
"""Statistic of the rows that count values below the limit."""

_DISPOSITION, _STATUS = "disposition", "status"
_COMPLETED = "completed"
_UNKNOWN = "reason not recorded"


def list_below_limit(
    context: EstimandContext, arm: str, values: tuple[tuple[str, str], ...]
) -> Iterator[Estimate]:
    """Yield how many values of an arm lie below the limit, at each moment that has any.

    Parameters
    ----------
    context : EstimandContext
        The estimand.
    arm : str
        The arm.
    values : tuple of (str, str)
        Moment (``before``, ``after``) and the expression that gives the value.
    """
    members = context.members.keep_arms([arm])
    for moment, text in values:
        below = int(members.has_state(text, ValueState.BELOW_LIMIT).sum()) if text else 0
        if below:
            row = replace(
                context.make_row(BELOW_LIMIT, arm),
                stratum=moment,
                n=below,
                denominator=len(members),
                role="description",
                note="left out of every number that needs the value itself",
            )
            yield fill_number(row, below)


def describe_departures(context: EstimandContext, chosen: npt.NDArray[np.bool_], arm: str) -> str:
    """Write how those chosen ended their participation, the most frequent reason first.

    Parameters
    ----------
    context : EstimandContext
        The estimand with its members.
    chosen : ndarray of bool, shape (n,)
        Those of the arm whose value is missing.
    arm : str
        The arm that is named.

    Returns
    -------
    str
        Empty where nobody is chosen or the study has no built-in disposition form.
    """
    counts = count_departures(context, chosen)
    if not counts or not _find_forms(context):
        return ""
    parts = (f"{label.lower()} {n}" for label, n in counts.items())
    found = context.study.find_arm(arm)
    return f"{found.label if found else arm}, without the value: {', '.join(parts)}"


def count_departures(context: EstimandContext, chosen: npt.NDArray[np.bool_]) -> Mapping[str, int]:
    """Count those chosen by how they ended their participation, the most frequent first.

    Parameters
    ----------
    context : EstimandContext
        The estimand with its members.
    chosen : ndarray of bool, shape (n,)
        The members who are counted.

    Returns
    -------
    mapping of str to int
        Reason in words to members; without a built-in disposition form no reason is on record.
    """
    people = [p for p, own in zip(context.members.participants, chosen, strict=True) if own]
    forms = _find_forms(context)
    if not forms:
        return {_UNKNOWN: len(people)} if people else {}
    item = forms[0].find_item(_STATUS)
    labels = {**(item.codes if item else {}), _COMPLETED: "took part to the end"}
    counts = Counter(_find_status(person, forms[0].id) for person in people)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {labels.get(status, status): n for status, n in ordered}


def _find_forms(context: EstimandContext) -> list[Form]:
    found = context.study.find_standard(_DISPOSITION)
    return [form for form in found if form.find_item(_STATUS)]


def _find_status(person: ParticipantData, form: str) -> str:
    known = (entry.get(_STATUS).text for entry in person.select_filled(form))
    return next((text for text in known if text), _UNKNOWN)

"""Why values are not there: below what the laboratory can measure, or because a man left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_number
from tubulus.core.estimates import Estimate
from tubulus.study.records.participants import ParticipantData
from tubulus.study.records.values import ValueState

__all__ = ["BELOW_LIMIT", "describe_departures", "list_below_limit"]

BELOW_LIMIT = "below the limit of quantification"
"""Statistic of the rows that count values below the limit."""

_DISPOSITION, _STATUS = "disposition", "status"
_COMPLETED = "completed"


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
    forms = [form for form in context.study.find_standard(_DISPOSITION) if form.find_item(_STATUS)]
    people = [p for p, own in zip(context.members.participants, chosen, strict=True) if own]
    if not forms or not people:
        return ""
    item = forms[0].find_item(_STATUS)
    labels = {**(item.codes if item else {}), _COMPLETED: "took part to the end"}
    counts = Counter(_find_status(person, forms[0].id) for person in people)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    parts = (f"{labels.get(status, status).lower()} {n}" for status, n in ordered)
    found = context.study.find_arm(arm)
    return f"{found.label if found else arm}, without the value: {', '.join(parts)}"


def _find_status(person: ParticipantData, form: str) -> str:
    known = (entry.get(_STATUS).text for entry in person.select_filled(form))
    return next((text for text in known if text), "reason not recorded")

"""Decide who counts as having the event, by the estimand's strategies.

A composite intercurrent event is part of the outcome: a man who had one is a non-responder (for a
benefit) or has the event (for a harm). What is missing after that is handled as the estimand says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.day_windows import keep_within_days

__all__ = ["Responses", "derive_responses"]

_FILLED = {
    "non-response": 0.0,
    "no event": 0.0,
    "event": 1.0,
    "complete cases": np.nan,
    # drawn later: here nobody has what was not seen
    "imputation": np.nan,
}


@dataclass(frozen=True)
class Responses:
    """Outcome of each member.

    Parameters
    ----------
    members : Members
        Whose outcome.
    observed : ndarray, shape (n,)
        1, 0 or NaN as the data say.
    known : ndarray, shape (n,)
        1, 0 or NaN after intercurrent events, before the rule for missing values.
    counted : ndarray, shape (n,)
        1, 0 or NaN after intercurrent events and the rule for missing values.
    """

    members: Members
    observed: Vector
    known: Vector
    counted: Vector


def derive_responses(context: EstimandContext) -> Responses:
    """Derive the outcome of each member by the estimand's strategies.

    Notes
    -----
    A composite event prevails over a hypothetical one, whatever their order in the plan: the
    outcome it gives is known. An intercurrent event that is not known to have happened has not.
    """
    members = context.members
    observed = keep_within_days(context).get_truths(context.endpoint.when)
    observed[_find_absent(context)] = np.nan
    observed[(observed != 1.0) & _find_unfollowed(context)] = np.nan
    known = observed.copy()
    events = context.estimand.intercurrent_events
    for event in (e for e in events if e.strategy == "hypothetical"):
        # what would have been seen without the event is not known here
        known[members.get_truths(event.when) == 1.0] = np.nan
    for event in (e for e in events if e.strategy == "composite"):
        happened = members.get_truths(event.when) == 1.0
        known[happened] = 1.0 if context.endpoint.harm else 0.0
    counted = np.where(np.isnan(known), _FILLED[context.estimand.missing], known)
    return Responses(members, observed, known, counted)


def _find_absent(context: EstimandContext) -> npt.NDArray[np.bool_]:
    """Find those who have nothing on record at the endpoint's visit.

    "Any of his ejaculates" is false of a man who gave none, yet nobody looked: he is missing. A
    blank row is no record.
    """
    visit = context.endpoint.visit
    uses = context.plan.list_uses(context.endpoint.when)
    forms = {use.form for use in uses if use.visit == visit}
    return np.array(
        [
            bool(visit and forms) and not any(person.select_filled(form, visit) for form in forms)
            for person in context.members.participants
        ],
        dtype=np.bool_,
    )


def _find_unfollowed(context: EstimandContext) -> npt.NDArray[np.bool_]:
    """Find those whose outcome is not known to the end, where the endpoint says who is."""
    followed = context.endpoint.observed_when
    if not followed:
        return np.zeros(len(context.members), dtype=np.bool_)
    # not known to have been followed is not followed
    unfollowed: npt.NDArray[np.bool_] = context.members.get_truths(followed) != 1.0
    return unfollowed

"""Decide who counts as having the event, by the estimand's strategies.

A composite intercurrent event is part of the outcome: a man who had one is a non-responder (for a
benefit) or has the event (for a harm). What is missing after that is handled as the estimand says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.context import EstimandContext

__all__ = ["Responses", "derive_responses"]

_FILLED = {"non-response": 0.0, "no event": 0.0, "event": 1.0, "complete cases": np.nan}


@dataclass(frozen=True)
class Responses:
    """Outcome of each member.

    Parameters
    ----------
    members : Members
        Whose outcome.
    observed : ndarray, shape (n,)
        1, 0 or NaN as the data say.
    counted : ndarray, shape (n,)
        1, 0 or NaN after intercurrent events and the rule for missing values.
    """

    members: Members
    observed: Vector
    counted: Vector


def derive_responses(context: EstimandContext) -> Responses:
    """Derive the outcome of each member by the estimand's strategies."""
    members = context.members
    observed = members.get_truths(context.endpoint.when)
    counted = observed.copy()
    for event in context.estimand.intercurrent_events:
        happened = members.get_truths(event.when) == 1.0
        if event.strategy == "composite":
            counted[happened] = 1.0 if context.endpoint.harm else 0.0
        elif event.strategy == "hypothetical":
            # what would have been seen without the event is not known here
            counted[happened] = np.nan
    unknown = np.isnan(counted)
    counted[unknown] = _FILLED[context.estimand.missing]
    return Responses(members, observed, counted)

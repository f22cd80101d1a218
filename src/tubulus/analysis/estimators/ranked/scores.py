"""Put every participant in one order, from the worst outcome to the best.

An event with the strategy ``composite`` is the worst outcome there is, a value below a limit lies
below every value that may be above it, and what cannot be told apart shares one place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.study.records.values import Value, ValueState

__all__ = ["LOWEST", "SEEN", "Scores", "derive_scores"]

Mask = npt.NDArray[np.bool_]

LOWEST, SEEN, _FIRST_VALUE = 0.0, 1.0, 2.0
"""Scores of the worst outcome and of what was seen and not quantified; values stand above."""

NONE = "with none"
EVENT = "after an event that is the worst outcome"
FILLED = "missing and counted as the lowest"
UNCOUNTED = "seen but not quantifiable"
BELOW = "below a limit or not to be told from it"
ABOVE = "above a limit or not to be told from it"
COUNTED = "with a value"
MISSING = "left out without a value"

_ORDER = (NONE, EVENT, FILLED, UNCOUNTED, BELOW, COUNTED, ABOVE, MISSING)


@dataclass(frozen=True)
class Scores:
    """Place of each member in the order of outcomes.

    Parameters
    ----------
    members : Members
        Whose outcome.
    values : ndarray, shape (n,)
        Score, higher is better, equal where outcomes cannot be told apart; NaN where missing.
        0 is the worst outcome of an amount or of an event. Only the order has a meaning.
    numbers : ndarray, shape (n,)
        The value itself where it is exactly known and counts, else NaN.
    states : ndarray of str, shape (n,)
        What the score rests on, in words.
    """

    members: Members
    values: Vector
    numbers: Vector
    states: npt.NDArray[np.str_]

    @property
    def n_without_number(self) -> int:
        """Members who have a place in the order and no exactly known value."""
        return int((~np.isnan(self.values) & np.isnan(self.numbers)).sum())

    def count_missing(self, chosen: Mask) -> int:
        """Count those chosen without an outcome, whether left out or counted as the lowest."""
        return int(np.isin(self.states[chosen], [FILLED, MISSING]).sum())

    def describe(self, chosen: Mask) -> str:
        """Write how many of those chosen stand where in the order, the lowest first."""
        own = self.states[chosen]
        counts = ((state, int((own == state).sum())) for state in _ORDER)
        return ", ".join(f"{n} {state}" for state, n in counts if n)


def derive_scores(context: EstimandContext) -> Scores:
    """Derive the score of each member by the strategies and the rule for missing values.

    Notes
    -----
    Of an amount none is the lowest, together with those whom the estimand counts so: after a
    composite event, or missing under ``non-response``. Then follow seen and not quantified, below a
    limit, the values, above a limit. Of a number the lowest is who had a composite event.

    With several limits nobody can order '< 0.2' of one laboratory against 0.15 of another: every
    value below the highest such limit ties with them (Helsel, Statistics for Censored Environmental
    Data 2012, section 9.2).
    """
    if context.endpoint.kind == "amount":
        return _score_amounts(context)
    return _score_numbers(context)


def _score_amounts(context: EstimandContext) -> Scores:
    members = context.members
    responses = derive_responses(context)
    counted, happened = responses.counted, _find_events(context, "composite")
    found = counted == 1.0
    places, numbers, states = _order_values(members.evaluate(context.endpoint.value), found)
    places[found & np.isnan(places)] = SEEN
    states[found & (states == MISSING)] = UNCOUNTED
    lowest = counted == 0.0
    places[lowest] = LOWEST
    states[lowest] = NONE
    states[lowest & np.isnan(responses.known)] = FILLED
    states[lowest & happened] = EVENT
    return Scores(members, places, numbers, states)


def _score_numbers(context: EstimandContext) -> Scores:
    members = context.members
    happened = _find_events(context, "composite")
    unknown = _find_events(context, "hypothetical") & ~happened
    usable = ~(happened | unknown)
    places, numbers, states = _order_values(members.evaluate(context.endpoint.value), usable)
    if context.endpoint.better == "lower" and not np.isnan(places).all():
        places = np.nanmax(places) + _FIRST_VALUE - places
    places[happened] = LOWEST
    states[happened] = EVENT
    return Scores(members, places, numbers, states)


def _find_events(context: EstimandContext, strategy: str) -> Mask:
    found = np.zeros(len(context.members), dtype=np.bool_)
    for event in context.estimand.intercurrent_events:
        if event.strategy == strategy:
            found |= context.members.get_truths(event.when) == 1.0
    return found


def _order_values(
    values: tuple[Value, ...], usable: Mask
) -> tuple[Vector, Vector, npt.NDArray[np.str_]]:
    """Return place (NaN where there is no value), exactly known number and state of each."""
    kinds = np.array([value.state.value for value in values], dtype=np.str_)
    raw = np.array([np.nan if v.number is None else v.number for v in values], dtype=np.float64)
    low = usable & (kinds == ValueState.BELOW_LIMIT.value)
    high = usable & (kinds == ValueState.ABOVE_LIMIT.value)
    known = usable & (kinds == ValueState.PRESENT.value) & ~np.isnan(raw)
    numbers = np.where(known, raw, np.nan)
    tied_low = low | (known & (raw < np.nanmax(raw[low], initial=-np.inf)))
    tied_high = high | (known & ~tied_low & (raw > np.nanmin(raw[high], initial=np.inf)))
    apart = known & ~tied_low & ~tied_high
    places = np.full(raw.size, np.nan)
    places[tied_low] = _FIRST_VALUE
    different, position = np.unique(raw[apart], return_inverse=True)
    places[apart] = _FIRST_VALUE + 1.0 + position
    places[tied_high] = _FIRST_VALUE + 1.0 + different.size
    states = np.full(raw.size, MISSING, dtype=f"<U{max(map(len, _ORDER))}")
    for mask, state in ((tied_low, BELOW), (apart, COUNTED), (tied_high, ABOVE)):
        states[mask] = state
    return places, numbers, states

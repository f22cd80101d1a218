"""The shares and differences once more, under other rules for the same participants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import Responses
from tubulus.analysis.estimators.rows import join_notes
from tubulus.analysis.estimators.shares.counts import Mask, list_shares, list_strata
from tubulus.analysis.estimators.shares.differences import list_differences
from tubulus.analysis.estimators.shares.search_effort import drop_more_sensitive
from tubulus.core.estimates import Estimate

__all__ = ["list_sensitivities"]


@dataclass(frozen=True)
class _Variant:
    """Outcome under another rule, and what its rows say of the participants that it changes."""

    outcome: Vector
    changed: Mask
    says: Callable[[int], str]
    everybody_only: bool = True


def list_sensitivities(
    context: EstimandContext, responses: Responses, *, contrasts: bool
) -> Iterator[Estimate]:
    """Yield the rows of each sensitivity analysis that the estimand names; none has a test.

    The label of a row ends with the name of the analysis; its note counts those of the arms and
    the stratum of this row whom the other rule changes.
    """
    aside = replace(context, section="sensitivity")
    for name in context.estimand.sensitivity:
        if name not in _VARIANTS:  # no other rule for who counts, but another method
            continue
        variant = _VARIANTS[name](context, responses)
        only = variant.everybody_only
        rows = [*list_shares(aside, responses, variant.outcome, everybody_only=only)]
        if contrasts:
            rows.extend(list_differences(aside, responses, variant.outcome, everybody_only=only))
        strata = dict(list_strata(context, responses))
        for row in rows:
            of_row = strata[row.stratum] & np.isin(
                responses.members.arms, [row.arm, row.comparator]
            )
            said = variant.says(int((variant.changed & of_row).sum()))
            yield replace(
                row,
                role="sensitivity",
                note=join_notes(said, row.note),
                label=f"{row.label}, {name}",
            )


def _use_same_examination(context: EstimandContext, responses: Responses) -> _Variant:
    outcome = drop_more_sensitive(context, responses)
    changed = (outcome != responses.counted) & ~np.isnan(outcome)
    return _Variant(outcome, changed, _say_examined, everybody_only=False)


def _say_examined(n: int) -> str:
    verb = "is" if n == 1 else "are"
    return (
        f"{n} found by a more sensitive examination than at baseline {verb} counted as without "
        "the event"
    )


def _leave_out_missing(context: EstimandContext, responses: Responses) -> _Variant:
    return _Variant(
        responses.known,
        np.isnan(responses.known),
        lambda n: f"{n} without the outcome left out",
    )


def _assume_worst(context: EstimandContext, responses: Responses) -> _Variant:
    """Give the missing what speaks most against the first arm."""
    first = responses.members.arms == context.estimand.treatment[0]
    against = 1.0 if context.endpoint.harm else 0.0
    filled = np.where(first, against, 1.0 - against)
    absent = np.isnan(responses.known)
    with_event, without = ("first arm", "others") if against else ("others", "first arm")
    return _Variant(
        np.where(absent, filled, responses.known),
        absent,
        lambda n: (
            f"{n} without the outcome count as with the event in the {with_event} and without it "
            f"in the {without}"
        ),
    )


_VARIANTS: Mapping[str, Callable[[EstimandContext, Responses], _Variant]] = {
    "same examination": _use_same_examination,
    "complete cases": _leave_out_missing,
    "worst case": _assume_worst,
}

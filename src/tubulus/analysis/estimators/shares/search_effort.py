"""Responders whom only a more sensitive examination than at baseline may have found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import Responses
from tubulus.analysis.estimators.rows import fill_interval, fill_number
from tubulus.analysis.estimators.shares.counts import count_events, fill_count
from tubulus.core.estimates import Estimate
from tubulus.stats.proportions import estimate_proportion

__all__ = ["FLAGGED", "SAME_EXAMINATION", "drop_more_sensitive", "list_flagged"]

FLAGGED = "found by a more sensitive examination"
"""Statistic of the rows that count responders whom only a better examination may have found."""

SAME_EXAMINATION = "share, same examination"
"""Statistic of the share in which such responders do not count, beside the share of everybody."""


def list_flagged(context: EstimandContext, responses: Responses) -> Iterator[Estimate]:
    """Yield beside the shares how many responders were examined more sensitively than before."""
    if context.endpoint.examination is None:
        return
    outcome = drop_more_sensitive(context, responses)
    everybody = np.ones(len(responses.members), dtype=bool)
    for arm in context.estimand.treatment:
        count = count_events(responses, responses.counted, everybody, arm)
        kept = count_events(responses, outcome, everybody, arm)
        flagged = count.events - kept.events
        row = replace(context.make_row(FLAGGED, arm), n=flagged, denominator=count.events)
        yield fill_number(replace(row, note="of the responders of the arm"), flagged)
        share = estimate_proportion(kept.events, kept.n, confidence=context.confidence)
        row = fill_count(context.make_row(SAME_EXAMINATION, arm), "", kept)
        yield fill_interval(row, share)


def drop_more_sensitive(context: EstimandContext, responses: Responses) -> Vector:
    """Return the outcome in which a response to a better examination is none, shape (n,)."""
    flagged = np.array(
        [p.id in context.more_sensitive for p in responses.members.participants], dtype=bool
    )
    outcome = responses.counted.copy()
    # found because somebody looked harder: not a change of the man
    outcome[flagged & (outcome == 1.0)] = 0.0
    return outcome

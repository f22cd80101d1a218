"""Whether an endpoint has the order of outcomes that an estimator of ranks needs."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.sections import Endpoint, Estimand

__all__ = ["RANKING", "check_ranks"]

RANKING = frozenset({"rank", "proportional-odds"})
"""Estimators that rest on an order of outcomes, in which an event can be the worst."""

_Complaint = tuple[tuple[str | int, ...], str, str]


def check_ranks(estimand: Estimand, endpoint: Endpoint) -> Iterator[_Complaint]:
    """Yield what keeps participants from being ranked, or the test from being computed."""
    if estimand.estimator not in RANKING:
        return
    number = endpoint.kind == "number"
    if endpoint.harm:
        message = f"the endpoint '{endpoint.id}' is a harm: more of it is no better rank"
        yield ("variable",), message, "choose an estimator of shares"
    if number and estimand.missing != "complete cases":
        message = f"a number that is missing has no rank by '{estimand.missing}'"
        yield ("missing",), message, 'write missing = "complete cases"'
    if number and estimand.test == "two-part":
        message = "the two-part test needs an amount with a spike at zero"
        yield ("test",), message, 'write test = "wilcoxon"'
    if estimand.test == "van-elteren" and estimand.stratum is None:
        message = "the test 'van-elteren' compares within strata"
        yield ("test",), message, "name a stratum"
    composite = any(e.strategy == "composite" for e in estimand.intercurrent_events)
    if number and composite and endpoint.better is None:
        message = f"nothing says which value of '{endpoint.id}' is the better outcome"
        remedy = 'add better = "higher" or "lower" to the endpoint: the event ranks last'
        yield ("variable",), message, remedy

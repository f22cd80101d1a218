"""Which estimands a simulated trial can carry, and why others are left out."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand

__all__ = ["SIMULATED", "WEIGHTED", "find_support", "list_unsupported"]

SIMULATED = {"exact-share": "binary", "risk-difference": "binary", "ancova": "number"}
"""Estimators that are run on simulated trials, with the kind of endpoint that they need."""
WEIGHTED = ("overlap", "att", "ate")
"""Targets of weighting that are run on simulated trials."""


def find_support(estimand: Estimand, endpoint: Endpoint) -> str:
    """Say why an estimand is not simulated; empty where it is."""
    if estimand.estimator not in SIMULATED:
        return f"the estimator '{estimand.estimator}' is not run on simulated trials"
    if endpoint.kind != SIMULATED[estimand.estimator]:
        return f"an endpoint of kind '{endpoint.kind}' is not simulated"
    if endpoint.kind == "binary" and estimand.missing == "imputation":
        return "imputation of an event is not run on simulated trials"
    return ""


def list_unsupported(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield identifier, label and reason of each part of a plan that is not simulated.

    A sensitivity analysis or a doubly robust estimator is named with its estimand or section.
    """
    for estimand in plan.estimands:
        reason = find_support(estimand, plan.find_endpoint(estimand.variable))
        beside = [name for name in estimand.sensitivity if not _is_run(estimand, name)]
        if not reason and beside:
            reason = f"run without these analyses beside it: {', '.join(beside)}"
        if not reason and estimand.stratum:
            reason = "run without its strata"
        if reason:
            yield estimand.id, estimand.label, reason
    adjustment = plan.adjustment
    if adjustment is None:
        return
    further: list[str] = [target for target in adjustment.targets if target not in WEIGHTED]
    further += adjustment.doubly_robust
    if further:
        yield "adjustment", "Adjusted contrasts", f"not run: {', '.join(further)}"


def _is_run(estimand: Estimand, name: str) -> bool:
    return name == "imputation" and estimand.estimator == "ancova"

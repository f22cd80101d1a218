"""Which estimands a simulated trial can carry, and why others are left out."""

from __future__ import annotations

from tubulus.analysis.plan.sections import Endpoint, Estimand

__all__ = ["SIMULATED", "find_support"]

SIMULATED = {"exact-share": "binary", "risk-difference": "binary", "ancova": "number"}
"""Estimators that are run on simulated trials, with the kind of endpoint that they need."""


def find_support(estimand: Estimand, endpoint: Endpoint) -> str:
    """Say why an estimand is not simulated; empty where it is."""
    if estimand.estimator not in SIMULATED:
        return f"the estimator '{estimand.estimator}' is not run on simulated trials"
    if endpoint.kind != SIMULATED[estimand.estimator]:
        return f"an endpoint of kind '{endpoint.kind}' is not simulated"
    if endpoint.kind == "binary" and estimand.missing == "imputation":
        return "imputation of an event is not run on simulated trials"
    return ""

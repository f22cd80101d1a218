"""Whether what adjusts the contrasts of a plan can adjust them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.one_arm import list_lacks
from tubulus.study.definition.study import Study

__all__ = ["check_adjustment"]

_Complaint = tuple[tuple[str | int, ...], str, str]

_WEIGHTED = ("risk-difference", "ancova")
"""Estimators whose contrasts are adjusted."""


def check_adjustment(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[_Complaint]:
    """Yield what the adjustment cannot use, and what needs an adjustment that is not there.

    Names that lead nowhere are reported elsewhere and passed over here.
    """
    yield from _check_sensitivities(plan, places)
    if plan.adjustment is None:
        return
    yield from _check_negative_controls(plan)
    yield from _check_covariates(study, plan)


def _check_sensitivities(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[_Complaint]:
    for estimand in plan.estimands:
        path = ("estimands", places["estimands", estimand.id], "sensitivity")
        if "firth" in estimand.sensitivity and plan.adjustment is None:
            message = "'firth' adjusts for the covariates of [adjustment], which is not there"
            yield path, message, "add [adjustment] with covariates"
        if "stratified score" in estimand.sensitivity and estimand.stratum is None:
            message = "'stratified score' compares within a stratum, and there is none"
            yield path, message, 'add stratum = "..." to the estimand'


def _check_negative_controls(plan: Plan) -> Iterator[_Complaint]:
    kinds = {endpoint.id: endpoint.kind for endpoint in plan.endpoints}
    for name in plan.adjustment.negative_controls if plan.adjustment else ():
        if kinds.get(name, "number") != "number":
            message = f"the negative control '{name}' is of kind '{kinds[name]}'"
            yield ("adjustment", "negative_controls"), message, "name an endpoint of kind 'number'"


def _check_covariates(study: Study, plan: Plan) -> Iterator[_Complaint]:
    """Yield covariates that exist in one arm alone."""
    known = {variable.id: variable.value for variable in plan.baseline}
    compared = [
        estimand
        for estimand in plan.estimands
        if estimand.estimator in _WEIGHTED and len(estimand.treatment) > 1
    ]
    seen: set[tuple[str, str]] = set()
    for estimand in compared:
        for name in plan.adjustment.covariates if plan.adjustment else ():
            if known.get(name) not in plan.expressions:
                continue
            for lack in list_lacks(study, plan, known[name], estimand.treatment):
                if lack not in seen:
                    seen.add(lack)
                    what, arm = lack
                    message = f"{what} does not exist in the arm '{arm}'"
                    remedy = "what only one arm has cannot adjust a contrast"
                    yield ("adjustment", "covariates"), message, remedy

"""Whether what adjusts the contrasts of a plan can adjust them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.one_arm import list_lacks
from tubulus.analysis.plan.sections import Endpoint
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
    yield from _check_sensitivities(study, plan, places)
    if plan.adjustment is None:
        return
    yield from _check_negative_controls(study, plan)
    yield from _check_covariates(study, plan)


def _check_sensitivities(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[_Complaint]:
    # a section that could not be read is reported itself
    adjusts = "adjustment" in study.source.data
    for estimand in plan.estimands:
        path = ("estimands", places["estimands", estimand.id], "sensitivity")
        if "firth" in estimand.sensitivity and not adjusts:
            message = "'firth' adjusts for the covariates of [adjustment], which is not there"
            yield path, message, "add [adjustment] with covariates"
        if "stratified score" in estimand.sensitivity and estimand.stratum is None:
            message = "'stratified score' compares within a stratum, and there is none"
            yield path, message, 'add stratum = "..." to the estimand'


def _check_negative_controls(study: Study, plan: Plan) -> Iterator[_Complaint]:
    """Yield negative controls that are no number, that are asked about, or that an arm moves."""
    endpoints = {endpoint.id: endpoint for endpoint in plan.endpoints}
    place = ("adjustment", "negative_controls")
    for name in plan.adjustment.negative_controls if plan.adjustment else ():
        endpoint = endpoints.get(name)
        if endpoint is None:
            continue
        if endpoint.kind != "number":
            message = f"the negative control '{name}' is of kind '{endpoint.kind}'"
            yield place, message, "name an endpoint of kind 'number'"
        moved = _find_moved(study, plan, endpoint)
        if moved:
            message = f"the negative control '{name}' is moved by the arm '{moved}', by its 'moves'"
            yield place, message, "name an endpoint that no treatment can change"


def _find_moved(study: Study, plan: Plan, endpoint: Endpoint) -> str:
    """Find an arm whose treatment moves what an endpoint measures; empty where none does."""
    texts = [text for text in endpoint.texts if text in plan.expressions]
    for use in plan.list_uses(*texts):
        form = study.find_form(use.form)
        item = form.find_item(use.item) if form else None
        if item is None:
            continue
        for arm in study.arms:
            if {item.id, item.analyte} & set(arm.moves):
                return arm.id
    return ""


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

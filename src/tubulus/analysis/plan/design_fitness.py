"""Whether ``[design]`` describes all that the plan's estimators will look at, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.design_effects import check_effects
from tubulus.analysis.plan.sections import Design, DesignOutcome, Endpoint, Estimand
from tubulus.analysis.plan.simulated import find_support
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_design"]

Path = tuple[str | int, ...]
_Complaint = tuple[Path, str, str]


def check_design(study: Study, plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each thing that a simulated trial would need and does not get."""
    design = plan.design
    if design is None:
        return
    complaints = [
        *_check_arms(study, plan),
        *_check_covariates(plan, design),
        *_check_correlations(design),
        *_check_outcomes(plan, design),
        *_check_scenarios(plan, design),
    ]
    for path, message, remedy in dict.fromkeys(complaints):
        yield study.source.make_problem(("design", *path), message, remedy)


def _list_simulated(plan: Plan) -> list[tuple[Estimand, Endpoint]]:
    """List the estimands that can be simulated, as far as their endpoints could be read."""
    endpoints = {e.id: e for e in plan.endpoints}
    pairs = [(e, endpoints[e.variable]) for e in plan.estimands if e.variable in endpoints]
    return [pair for pair in pairs if not find_support(*pair)]


def _check_arms(study: Study, plan: Plan) -> Iterator[_Complaint]:
    named = {arm for e, _ in _list_simulated(plan) for arm in e.treatment}
    for arm in study.arms:
        if arm.id in named and not arm.planned:
            message = f"the arm '{arm.id}' has no planned number of participants"
            yield (), message, "add planned = ... to the arm"


def _check_covariates(plan: Plan, design: Design) -> Iterator[_Complaint]:
    described = {c.id for c in design.covariates}
    variables = {v.id: v for v in plan.baseline}
    needed = dict.fromkeys(
        name for e, _ in _list_simulated(plan) for name in e.covariates if name in variables
    )
    needed |= dict.fromkeys(plan.adjustment.covariates if plan.adjustment else ())
    for name in needed:
        if name not in described and name in variables:
            message = f"the plan adjusts for '{name}', which [design] does not describe"
            yield ("covariates",), message, "add a [[design.covariates]] table for it"
    for position, covariate in enumerate(design.covariates):
        variable = variables.get(covariate.id)
        if variable is None or variable.value not in plan.expressions:
            continue
        is_number = plan.expressions[variable.value].value_type.family == "number"
        if is_number == (covariate.share is not None):
            wanted = "mean and sd" if is_number else "share"
            message = f"'{covariate.id}' is {'a number' if is_number else 'no number'}"
            yield ("covariates", position), message, f"give {wanted}"
        if not is_number and len(plan.find_codes(variable.value)) > 2:
            message = f"'{covariate.id}' has more than two levels"
            yield ("covariates", position), message, "a simulated covariate has two at most"


def _check_correlations(design: Design) -> Iterator[_Complaint]:
    names = [c.id for c in design.covariates]
    matrix = np.eye(len(names))
    for position, pair in enumerate(design.correlations):
        unknown = set(pair.covariates) - set(names)
        if unknown or len(set(pair.covariates)) < 2:
            message = "a correlation joins two different covariates of [design]"
            yield ("correlations", position, "covariates"), message, f"they are {', '.join(names)}"
            continue
        i, j = (names.index(name) for name in pair.covariates)
        matrix[i, j] = matrix[j, i] = pair.value
    if names and float(np.linalg.eigvalsh(matrix)[0]) < 1e-8:
        message = "no variables can have these correlations together"
        yield ("correlations",), message, "bring some of them nearer to 0"


def _check_outcomes(plan: Plan, design: Design) -> Iterator[_Complaint]:
    described = {o.endpoint: (i, o) for i, o in enumerate(design.outcomes)}
    for estimand, endpoint in _list_simulated(plan):
        if endpoint.id not in described:
            message = f"the estimand '{estimand.id}' needs the outcome '{endpoint.id}'"
            yield ("outcomes",), message, "add a [[design.outcomes]] table for it"
            continue
        position, outcome = described[endpoint.id]
        yield from _check_outcome(plan, design, endpoint, outcome, position)
    for position, rule in enumerate(plan.monitoring):
        watched = plan.find_watched(rule)
        if watched and watched not in described:
            message = f"the rule '{rule.id}' watches '{watched}', which is not described"
            yield ("outcomes",), message, "add a [[design.outcomes]] table for it"
        del position


def _check_outcome(
    plan: Plan, design: Design, endpoint: Endpoint, outcome: DesignOutcome, position: int
) -> Iterator[_Complaint]:
    path = ("outcomes", position)
    if (endpoint.kind == "binary") != (outcome.share is not None):
        wanted = "share" if endpoint.kind == "binary" else "mean and sd"
        yield path, f"the endpoint '{endpoint.id}' is of kind '{endpoint.kind}'", f"give {wanted}"
    names = [c.id for c in design.covariates]
    for name in outcome.coefficients:
        if name not in names:
            message = f"there is no covariate '{name}' in [design]"
            yield (*path, "coefficients"), message, f"they are {', '.join(names)}"
    before = [v for v in plan.baseline if endpoint.baseline and v.value == endpoint.baseline]
    for variable in before:
        if variable.id in names and variable.scale != endpoint.scale:
            message = f"'{variable.id}' and the endpoint '{endpoint.id}' have other scales"
            yield path, message, "the value before and the outcome need the same scale"


def _check_scenarios(plan: Plan, design: Design) -> Iterator[_Complaint]:
    names = {c.id for c in design.covariates}
    for position, scenario in enumerate(design.scenarios):
        path = ("scenarios", position)
        for name in set(scenario.confounding) - names:
            message = f"there is no covariate '{name}' in [design]"
            remedy = f"they are {', '.join(sorted(names))}"
            yield (*path, "confounding"), message, remedy
        yield from check_effects(path, scenario.effects, plan, design)

"""Whether the parts of a plan beyond its estimands fit the estimands that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.fitness_of_adjustment import check_adjustment
from tubulus.analysis.plan.sections import Estimand, Multiverse
from tubulus.analysis.plan.sections.multiverse import MOST_SPECIFICATIONS
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_parts"]

_Complaint = tuple[tuple[str | int, ...], str, str]


def check_parts(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[Problem]:
    """Yield what a part of the plan asks of an estimand that cannot give it.

    Names that lead nowhere are reported elsewhere and passed over here.
    """
    complaints = [
        *_check_monitoring(study, plan, places),
        *_check_power(plan, places),
        *_check_testing(plan),
        *_check_multiverse(plan, places),
        *check_adjustment(study, plan, places),
    ]
    for path, message, remedy in complaints:
        yield study.source.make_problem(path, message, remedy)


def _find(plan: Plan, name: str) -> Estimand | None:
    found = next((e for e in plan.estimands if e.id == name), None)
    known = {endpoint.id for endpoint in plan.endpoints}
    return found if found is not None and found.variable in known else None


def _check_monitoring(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[_Complaint]:
    declared = study.list_declared("arms")
    for rule in plan.monitoring:
        estimand = _find(plan, rule.estimand)
        if estimand is None:
            continue
        path = ("monitoring", places["monitoring", rule.id])
        if not plan.find_endpoint(estimand.variable).harm:
            message = f"the endpoint of '{estimand.id}' is no harm"
            yield (*path, "estimand"), message, "name an estimand whose endpoint has harm = true"
        if rule.arm in declared and rule.arm not in estimand.treatment:
            message = f"the estimand '{estimand.id}' does not look at the arm '{rule.arm}'"
            yield (*path, "arm"), message, f"it has {', '.join(estimand.treatment)}"
        arm = study.find_arm(rule.arm)
        if arm is not None and arm.planned is not None and max(rule.looks) > arm.planned:
            message = (
                f"the rule '{rule.id}' looks after {max(rule.looks)} participants, but "
                f"{arm.planned} are planned in '{arm.id}'"
            )
            yield (*path, "looks"), message, "a look beyond them never comes: correct one of both"


def _check_power(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[_Complaint]:
    for power in plan.power:
        estimand = _find(plan, power.estimand)
        if estimand is None:
            continue
        path = ("power", places["power", power.id])
        kind = plan.find_endpoint(estimand.variable).kind
        wanted = dict.fromkeys(("fisher", "boschloo", "z-pooled"), "shares")
        wanted["t"] = "ratio and log_sd"
        if estimand.test not in wanted or len(estimand.treatment) < 2:
            message = f"the power of '{estimand.id}' cannot be computed: it has no such test"
            remedy = 'name an estimand with test = "boschloo", "fisher", "z-pooled" or "t"'
            yield (*path, "estimand"), message, remedy
        elif (power.shares is None) != (estimand.test == "t"):
            message = f"the test '{estimand.test}' of a {kind} endpoint has other assumptions"
            yield path, message, f"give {wanted[estimand.test]}"


def _check_testing(plan: Plan) -> Iterator[_Complaint]:
    for position, hypothesis in enumerate(plan.testing.hypotheses if plan.testing else ()):
        estimand = _find(plan, hypothesis.estimand)
        if estimand is None:
            continue
        path = ("testing", "hypotheses", position, "estimand")
        if estimand.test == "none":
            message = f"the estimand '{estimand.id}' has no test"
            yield path, message, "give it a test, or leave it out of the planned order"
        if len(estimand.treatment) > 2:
            message = f"the estimand '{estimand.id}' has several comparators, each with a p-value"
            yield path, message, "write one estimand for each comparator"


def _check_multiverse(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[_Complaint]:
    for multiverse in plan.multiverse:
        estimand = _find(plan, multiverse.estimand)
        path = ("multiverse", places["multiverse", multiverse.id])
        yield from _check_choices(path, multiverse)
        if estimand is None:
            continue
        if estimand.estimator != "ancova":
            message = f"the estimand '{estimand.id}' is not estimated by 'ancova'"
            yield (*path, "estimand"), message, "a multiverse varies an adjusted contrast"
        if len(estimand.treatment) > 2:
            message = f"the estimand '{estimand.id}' has several comparators"
            yield (*path, "estimand"), message, "write one estimand for each comparator"
        endpoint = plan.find_endpoint(estimand.variable)
        if multiverse.outcomes and not endpoint.baseline:
            message = f"the endpoint '{endpoint.id}' has no value before"
            yield (*path, "outcomes"), message, "leave the key out"


def _check_choices(path: tuple[str | int, ...], multiverse: Multiverse) -> Iterator[_Complaint]:
    planned: Mapping[str, tuple[object, ...]] = {
        key: getattr(multiverse, key)
        for key in ("covariates", "scales", "errors", "missing", "populations", "outcomes")
    }
    for key, options in planned.items():
        if len(set(options)) < len(options):
            yield (*path, key), "an option stands twice", "each option is run once"
    if all(len(options) < 2 for options in planned.values()):
        message = f"the multiverse '{multiverse.id}' varies nothing"
        yield path, message, "give a choice two options or more"
    if multiverse.n_specifications > MOST_SPECIFICATIONS:
        message = f"there are {multiverse.n_specifications} specifications"
        yield path, message, f"at most {MOST_SPECIFICATIONS}: vary only what is arbitrary"

"""Whether an estimator fits the estimand that names it."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.estimators.registry import ESTIMATORS, EstimatorSpec
from tubulus.analysis.plan.fitness_of_ranks import RANKING, check_ranks
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.core.errors import Problem
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["check_estimator"]

_UNUSED = {
    "covariates": (),
    "test": "none",
    "sensitivity": (),
    "stratum": None,
    "missing": "complete cases",
}
"""Options of an estimand, with the value that asks for nothing."""

_Complaint = tuple[tuple[str | int, ...], str, str]


def check_estimator(
    source: PlacedTable, path: tuple[str | int, ...], estimand: Estimand, endpoint: Endpoint
) -> Iterator[Problem]:
    """Yield what the estimator needs and does not get, and what it gets and would not use.

    An option that is silently ignored would be in the frozen plan and not in the numbers.
    """
    method = ESTIMATORS.get(estimand.estimator)
    if method is None:
        return
    complaints = [
        *_check_needs(method, estimand, endpoint),
        *_check_visits(endpoint),
        *_check_options(method, estimand, endpoint),
        *_check_strategies(estimand, endpoint),
        *check_ranks(estimand, endpoint),
    ]
    for place, message, remedy in complaints:
        yield source.make_problem((*path, *place), message, remedy)


def _check_needs(
    method: EstimatorSpec, estimand: Estimand, endpoint: Endpoint
) -> Iterator[_Complaint]:
    if endpoint.kind not in method.kinds:
        wanted = " or ".join(method.kinds)
        message = (
            f"the estimator '{method.name}' does not fit an endpoint of kind '{endpoint.kind}'"
        )
        yield ("estimator",), message, f"it needs {wanted}"
    if len(estimand.treatment) < method.arms:
        message = f"the estimator '{method.name}' compares {method.arms} arms"
        yield ("treatment",), message, "name both arms, the experimental one first"
    if method.name == "before-after" and not endpoint.baseline:
        message = f"the endpoint '{endpoint.id}' has no value before"
        yield ("variable",), message, 'add baseline = "..." to the endpoint'


def _check_visits(endpoint: Endpoint) -> Iterator[_Complaint]:
    if endpoint.kind != "repeated":
        return
    if len(endpoint.values) < 2:
        message = f"the endpoint '{endpoint.id}' has one visit after the start"
        yield ("variable",), message, 'give values of two visits or more, or kind = "number"'
    if endpoint.visit is not None and endpoint.visit not in endpoint.values:
        message = f"the endpoint '{endpoint.id}' has no value at its visit '{endpoint.visit}'"
        yield ("variable",), message, f"name one of {', '.join(endpoint.values)}"


def _check_options(
    method: EstimatorSpec, estimand: Estimand, endpoint: Endpoint
) -> Iterator[_Complaint]:
    for key, nothing in _UNUSED.items():
        if getattr(estimand, key) != nothing and key not in method.options:
            message = f"the estimator '{method.name}' makes no use of '{key}'"
            yield (key,), message, "remove the key or choose another estimator"
    yield from _check_missing(method, estimand)
    if estimand.test not in {"none", *method.tests} and "test" in method.options:
        message = f"the test '{estimand.test}' does not belong to the estimator '{method.name}'"
        yield ("test",), message, f"it has {' or '.join(method.tests)}"
    for name in estimand.sensitivity:
        if name not in method.sensitivities and "sensitivity" in method.options:
            message = f"the estimator '{method.name}' knows no sensitivity analysis '{name}'"
            yield ("sensitivity",), message, f"it has {', '.join(method.sensitivities)}"
    if "complete cases" in estimand.sensitivity and estimand.missing == "complete cases":
        message = "the estimand itself leaves out whoever has no value"
        yield ("sensitivity",), message, "remove 'complete cases' from the sensitivity"
    if "same examination" in estimand.sensitivity and endpoint.examination is None:
        message = f"the endpoint '{endpoint.id}' names no examination to compare"
        yield ("sensitivity",), message, "add examination = {...} to the endpoint"


def _check_missing(method: EstimatorSpec, estimand: Estimand) -> Iterator[_Complaint]:
    """Yield what the estimator cannot do about missing values."""
    if method.missing and estimand.missing not in method.missing and "missing" in method.options:
        message = f"the estimator '{method.name}' cannot handle missing values by "
        yield (
            ("missing",),
            f"{message}'{estimand.missing}'",
            f"it has {', '.join(method.missing)}",
        )
    if estimand.missing != "imputation":
        return
    if "imputation" in estimand.sensitivity:
        message = "the estimand itself imputes whoever has no value"
        yield ("sensitivity",), message, "remove 'imputation' from the sensitivity"
    if estimand.test not in {"none", "t"}:
        message = f"the test '{estimand.test}' needs counts; after imputation there are none"
        yield ("test",), message, 'write test = "none"'


def _check_strategies(estimand: Estimand, endpoint: Endpoint) -> Iterator[_Complaint]:
    """Yield strategies that the estimator cannot follow for this endpoint."""
    for position, event in enumerate(estimand.intercurrent_events):
        place = ("intercurrent_events", position, "strategy")
        ranked = estimand.estimator in RANKING
        is_number = endpoint.kind in {"number", "repeated"}
        if event.strategy == "composite" and is_number and not ranked:
            message = "a number has no value that stands for the event: 'composite' does not fit"
            remedy = "write 'treatment policy' or 'hypothetical', or rank the values"
            yield place, message, remedy
        drawn = {"complete cases", "imputation"}
        if event.strategy == "hypothetical" and estimand.missing not in drawn:
            message = (
                f"what would have been seen without the event would be counted as "
                f"'{estimand.missing}'"
            )
            remedy = 'write strategy \'composite\', or missing = "complete cases" or "imputation"'
            yield place, message, remedy

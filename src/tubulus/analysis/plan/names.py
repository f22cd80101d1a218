"""Names in a plan that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.names_of_parts import Named, list_part_names
from tubulus.core.errors import Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.study import Study

__all__ = ["check_names"]


def check_names(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[Problem]:
    """Yield a problem for each name in the plan that leads nowhere.

    Parameters
    ----------
    study, plan : Study, Plan
        The definitions, the plan as far as it could be read.
    places : mapping
        Section and identifier of each table of the plan, also of those that could not be read,
        with its position: what names one of those is not reported for a second time. The same
        holds for the visits, forms and arms of the study.
    """
    known = _list_known(study, places)
    named = [
        (("plan", "baseline_set"), plan.settings.baseline_set, "analysis set"),
        *_list_endpoint_names(plan, places),
        *_list_estimand_names(plan, places),
        *list_part_names(plan, places),
    ]
    for path, name, what in named:
        if name is not None and name not in known[what]:
            message = f"there is no {what} '{name}'"
            yield study.source.make_problem(path, message, suggest_name(name, known[what]))


def _list_known(study: Study, places: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    sections = {
        "analysis_sets": "analysis set",
        "strata": "stratum",
        "baseline": "baseline variable",
        "endpoints": "endpoint",
        "estimands": "estimand",
    }
    known: dict[str, list[str]] = {what: [] for what in sections.values()}
    for section, name in places:
        if section in sections:
            known[sections[section]].append(name)
    return {
        **known,
        "visit": study.list_declared("visits"),
        "form": study.list_declared("forms"),
        "arm": study.list_declared("arms"),
        "estimator": sorted(ESTIMATORS),
    }


def _list_endpoint_names(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[Named]:
    for endpoint in plan.endpoints:
        path = ("endpoints", places["endpoints", endpoint.id])
        yield (*path, "visit"), endpoint.visit, "visit"
        for visit in endpoint.values:
            yield (*path, "values", visit), visit, "visit"
        if endpoint.within_days:
            yield (*path, "within_days", "form"), endpoint.within_days.form, "form"
        if endpoint.examination:
            place = (*path, "examination")
            yield (*place, "form"), endpoint.examination.form, "form"
            yield (*place, "follow_up"), endpoint.examination.follow_up, "visit"
            for name in endpoint.examination.baseline:
                yield (*place, "baseline"), name, "visit"


def _list_estimand_names(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[Named]:
    for estimand in plan.estimands:
        path = ("estimands", places["estimands", estimand.id])
        yield (*path, "population"), estimand.population, "analysis set"
        yield (*path, "variable"), estimand.variable, "endpoint"
        yield (*path, "stratum"), estimand.stratum, "stratum"
        yield (*path, "estimator"), estimand.estimator, "estimator"
        for arm in estimand.treatment:
            yield (*path, "treatment"), arm, "arm"
        for name in estimand.covariates:
            yield (*path, "covariates"), name, "baseline variable"

"""The analysis plan: its sections read, its expressions compiled, its names resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from tubulus.analysis.plan.before_treatment import check_before_treatment
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.day_windows import check_day_window
from tubulus.analysis.plan.design_fitness import check_design
from tubulus.analysis.plan.families import check_families
from tubulus.analysis.plan.fitness import check_estimator
from tubulus.analysis.plan.fitness_of_parts import check_parts
from tubulus.analysis.plan.names import check_names
from tubulus.analysis.plan.one_arm import check_one_arm_items
from tubulus.analysis.plan.sections import (
    Adjustment,
    AnalysisSet,
    BaselineVariable,
    DescribeSettings,
    Design,
    Endpoint,
    Estimand,
    FlowStep,
    Monitoring,
    Multiverse,
    PlanSettings,
    Power,
    Stratum,
    Testing,
)
from tubulus.analysis.plan.tests_asked import check_test_count
from tubulus.core.errors import InputError, Problem
from tubulus.study.definition.section import parse_section, report_duplicates
from tubulus.study.definition.study import Study
from tubulus.study.expressions import (
    Catalogue,
    Expression,
    ExpressionError,
    compile_expression,
    make_catalogue,
)

__all__ = ["OWN_SECTIONS", "Plan", "collect_plan", "read_plan"]

OWN_SECTIONS = (
    "plan",
    "analysis_sets",
    "strata",
    "flow",
    "baseline",
    "endpoints",
    "estimands",
    "adjustment",
    "testing",
    "multiverse",
    "monitoring",
    "power",
    "design",
    "describe",
)

Path = tuple[str | int, ...]
Places = dict[tuple[str, str], int]
Expected = Literal["truth", "number", "any"]


def read_plan(study: Study) -> Plan:
    """Read the analysis plan of a study; raise one error with all its problems."""
    plan, problems = collect_plan(study)
    if problems:
        raise InputError(problems)
    return plan


def collect_plan(study: Study) -> tuple[Plan, list[Problem]]:
    """Read the analysis plan of a study and return it with every problem."""
    problems: list[Problem] = []
    places: Places = {}
    plan = Plan(
        settings=_parse_one(study, "plan", PlanSettings, problems) or PlanSettings(),
        sets=_parse_many(study, "analysis_sets", AnalysisSet, problems, places),
        strata=_parse_many(study, "strata", Stratum, problems, places),
        flow=_parse_many(study, "flow", FlowStep, problems, places),
        baseline=_parse_many(study, "baseline", BaselineVariable, problems, places),
        endpoints=_parse_many(study, "endpoints", Endpoint, problems, places),
        estimands=_parse_many(study, "estimands", Estimand, problems, places),
        adjustment=_parse_one(study, "adjustment", Adjustment, problems),
        testing=_parse_one(study, "testing", Testing, problems),
        multiverse=_parse_many(study, "multiverse", Multiverse, problems, places),
        monitoring=_parse_many(study, "monitoring", Monitoring, problems, places),
        power=_parse_many(study, "power", Power, problems, places),
        design=_parse_one(study, "design", Design, problems),
        describe=_parse_one(study, "describe", DescribeSettings, problems) or DescribeSettings(),
    )
    # what parsed is checked even where another part did not: all problems come at once
    plan = replace(plan, expressions=_compile_all(study, plan, problems, places))
    problems.extend(check_names(study, plan, places))
    problems.extend(check_before_treatment(study, plan, places))
    problems.extend(check_families(study, plan, places))
    problems.extend(check_test_count(study, plan))
    problems.extend(check_parts(study, plan, places))
    problems.extend(check_design(study, plan))
    for endpoint in plan.endpoints:
        place: Path = ("endpoints", places["endpoints", endpoint.id], "within_days")
        problems.extend(check_day_window(study, plan, place, endpoint))
    for estimand in plan.estimands:
        path = ("estimands", places["estimands", estimand.id])
        named = next((e for e in plan.endpoints if e.id == estimand.variable), None)
        if named is not None:
            problems.extend(check_estimator(study.source, path, estimand, named))
            problems.extend(check_one_arm_items(study, plan, path, estimand))
    return plan, problems


Model = TypeVar("Model", bound=BaseModel)


def _parse_one(study: Study, key: str, model: type[Model], problems: list[Problem]) -> Model | None:
    data = study.source.data.get(key)
    return None if data is None else parse_section(model, study.source, (key,), data, problems)


def _parse_many(
    study: Study, key: str, model: type[Model], problems: list[Problem], places: Places
) -> tuple[Model, ...]:
    """Parse a list of tables; ``places`` keeps where each stands, also of those that failed."""
    entries = study.source.data.get(key, [])
    if not isinstance(entries, list):
        remedy = f"write [[{key}]]"
        problems.append(study.source.make_problem((key,), "expected a list", remedy))
        return ()
    parsed = [
        parse_section(model, study.source, (key, position), entry, problems)
        for position, entry in enumerate(entries)
    ]
    names = [str(e.get("id", "")) if isinstance(e, dict) else "" for e in entries]
    report_duplicates(study.source, (key,), names, problems)
    places.update({(key, name): position for position, name in enumerate(names)})
    return tuple(part for part in parsed if part is not None)


_ENDPOINT_KEYS: dict[str, Expected] = {
    "when": "truth",
    "observed_when": "truth",
    "value": "number",
    "baseline": "number",
    "baseline_when": "truth",
}


def _list_expressions(plan: Plan, places: Places) -> Iterator[tuple[Path, str, Expected]]:
    """Yield place, text and expected type of each expression of the plan."""
    wanted: tuple[tuple[str, tuple[Any, ...], dict[str, Expected]], ...] = (
        ("analysis_sets", plan.sets, {"when": "truth"}),
        ("flow", plan.flow, {"when": "truth", "reason": "any"}),
        ("strata", plan.strata, {"value": "any"}),
        ("baseline", plan.baseline, {"value": "any"}),
        ("endpoints", plan.endpoints, _ENDPOINT_KEYS),
    )
    for section, parts, keys in wanted:
        for part in parts:
            for key, expected in keys.items():
                yield (section, places[section, part.id], key), getattr(part, key), expected
    for endpoint in plan.endpoints:
        for visit, text in endpoint.values.items():
            yield ("endpoints", places["endpoints", endpoint.id], "values", visit), text, "number"
    for estimand in plan.estimands:
        i = places["estimands", estimand.id]
        for j, event in enumerate(estimand.intercurrent_events):
            yield ("estimands", i, "intercurrent_events", j, "when"), event.when, "truth"
    for i, count in enumerate(plan.describe.counts):
        yield ("describe", "counts", i, "when"), count.when, "truth"
    for i, wish in enumerate(plan.describe.correlations):
        yield ("describe", "correlations", i, "first"), wish.first, "number"
        yield ("describe", "correlations", i, "second"), wish.second, "number"


def _compile_all(
    study: Study, plan: Plan, problems: list[Problem], places: Places
) -> Mapping[str, Expression]:
    catalogue: Catalogue = make_catalogue(study)
    compiled: dict[str, Expression] = {}
    for path, text, expects in _list_expressions(plan, places):
        if not text:
            continue
        try:
            compiled[text] = compile_expression(text, catalogue, expects=expects)
        except ExpressionError as error:
            if not error.follows:
                problems.append(study.source.make_problem(path, str(error)))
    return compiled

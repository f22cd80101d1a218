"""The analysis plan: its sections read, its expressions compiled, its names resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.plan.sections import (
    AnalysisSet,
    BaselineVariable,
    DescribeSettings,
    Endpoint,
    Estimand,
    FlowStep,
    PlanSettings,
    Stratum,
)
from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.section import parse_section, report_duplicates
from tubulus.study.definition.study import Study
from tubulus.study.expressions import (
    Catalogue,
    Expression,
    ExpressionError,
    compile_expression,
    list_references,
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
    "describe",
)

Path = tuple[str | int, ...]
Expected = Literal["truth", "number", "any"]


@dataclass(frozen=True)
class Plan:
    """What is analysed, in whom, and how.

    ``expressions`` maps the text of each expression to its compiled form.
    """

    settings: PlanSettings = field(default_factory=PlanSettings)
    sets: tuple[AnalysisSet, ...] = ()
    strata: tuple[Stratum, ...] = ()
    flow: tuple[FlowStep, ...] = ()
    baseline: tuple[BaselineVariable, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    estimands: tuple[Estimand, ...] = ()
    describe: DescribeSettings = field(default_factory=DescribeSettings)
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    def find_endpoint(self, endpoint: str) -> Endpoint:
        """Return an endpoint that the plan declares."""
        return next(e for e in self.endpoints if e.id == endpoint)

    def find_set(self, analysis_set: str) -> AnalysisSet:
        """Return an analysis set that the plan declares."""
        return next(s for s in self.sets if s.id == analysis_set)

    def find_stratum(self, stratum: str | None) -> Stratum | None:
        """Return a stratum variable, or None."""
        return next((s for s in self.strata if s.id == stratum), None)

    def find_unit(self, text: str) -> str:
        """Return the unit of one of the plan's expressions; empty where it has none."""
        return self.expressions[text].value_type.unit

    def find_codes(self, text: str) -> Mapping[str, str]:
        """Return code and label of what one of the plan's expressions may give."""
        return dict(self.expressions[text].value_type.codes or {})

    def list_items(self, *texts: str) -> frozenset[tuple[str, str]]:
        """Return form and item of all that some of the plan's expressions look at."""
        used = (list_references(self.expressions[text]) for text in texts if text)
        return frozenset((use.form, use.item) for uses in used for use in uses)

    def find_covariate(self, variable: str) -> BaselineVariable:
        """Return a baseline variable that the plan declares."""
        return next(v for v in self.baseline if v.id == variable)


def read_plan(study: Study) -> Plan:
    """Read the analysis plan of a study; raise one error with all its problems."""
    plan, problems = collect_plan(study)
    if problems:
        raise InputError(problems)
    return plan


def collect_plan(study: Study) -> tuple[Plan, list[Problem]]:
    """Read the analysis plan of a study and return it with every problem."""
    problems: list[Problem] = []
    plan = Plan(
        settings=_parse_one(study, "plan", PlanSettings, problems) or PlanSettings(),
        sets=_parse_many(study, "analysis_sets", AnalysisSet, problems),
        strata=_parse_many(study, "strata", Stratum, problems),
        flow=_parse_many(study, "flow", FlowStep, problems),
        baseline=_parse_many(study, "baseline", BaselineVariable, problems),
        endpoints=_parse_many(study, "endpoints", Endpoint, problems),
        estimands=_parse_many(study, "estimands", Estimand, problems),
        describe=_parse_one(study, "describe", DescribeSettings, problems) or DescribeSettings(),
    )
    if not problems:
        problems.extend(_check_names(study, plan))
    plan = replace(plan, expressions=_compile_all(study, plan, problems))
    if not problems:
        problems.extend(_check_one_arm_items(study, plan))
    return plan, problems


Model = TypeVar("Model", bound=BaseModel)


def _parse_one(study: Study, key: str, model: type[Model], problems: list[Problem]) -> Model | None:
    data = study.source.data.get(key)
    return None if data is None else parse_section(model, study.source, (key,), data, problems)


def _parse_many(
    study: Study, key: str, model: type[Model], problems: list[Problem]
) -> tuple[Model, ...]:
    entries = study.source.data.get(key, [])
    if not isinstance(entries, list):
        remedy = f"write [[{key}]]"
        problems.append(study.source.make_problem((key,), "expected a list", remedy))
        return ()
    parsed = [
        parse_section(model, study.source, (key, position), entry, problems)
        for position, entry in enumerate(entries)
    ]
    names = (str(e.get("id", "")) if isinstance(e, dict) else "" for e in entries)
    report_duplicates(study.source, (key,), names, problems)
    return tuple(part for part in parsed if part is not None)


def _check_names(study: Study, plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each name in the plan that leads nowhere."""
    sets = [s.id for s in plan.sets]
    named: list[tuple[Path, str | None, list[str], str]] = [
        (("plan", "baseline_set"), plan.settings.baseline_set, sets, "analysis set")
    ]
    visits = [visit.id for visit in study.visits]
    for position, endpoint in enumerate(plan.endpoints):
        path: Path = ("endpoints", position)
        named.append(((*path, "visit"), endpoint.visit, visits, "visit"))
        if endpoint.examination:
            forms = [form.id for form in study.forms]
            place = (*path, "examination")
            named.append(((*place, "form"), endpoint.examination.form, forms, "form"))
            named.extend(
                ((*place, "baseline"), name, visits, "visit")
                for name in (*endpoint.examination.baseline, endpoint.examination.follow_up)
            )
    for position, estimand in enumerate(plan.estimands):
        named.extend(_list_estimand_names(study, plan, position, estimand))
    for place, name, known, what in named:
        if name is not None and name not in known:
            message = f"there is no {what} '{name}'"
            yield study.source.make_problem(place, message, suggest_name(name, known))
    for position, estimand in enumerate(plan.estimands):
        yield from _check_estimator(study, plan, position, estimand)


def _list_estimand_names(
    study: Study, plan: Plan, position: int, estimand: Estimand
) -> Iterator[tuple[Path, str | None, list[str], str]]:
    path: Path = ("estimands", position)
    yield (*path, "population"), estimand.population, [s.id for s in plan.sets], "analysis set"
    yield (*path, "variable"), estimand.variable, [e.id for e in plan.endpoints], "endpoint"
    yield (*path, "stratum"), estimand.stratum, [s.id for s in plan.strata], "stratum"
    yield (*path, "estimator"), estimand.estimator, sorted(ESTIMATORS), "estimator"
    for arm in estimand.treatment:
        yield (*path, "treatment"), arm, [a.id for a in study.arms], "arm"
    for name in estimand.covariates:
        yield (*path, "covariates"), name, [v.id for v in plan.baseline], "baseline variable"


def _check_estimator(
    study: Study, plan: Plan, position: int, estimand: Estimand
) -> Iterator[Problem]:
    """Yield what the estimator asks for and the estimand does not give."""
    known = {e.id for e in plan.endpoints}
    if estimand.estimator not in ESTIMATORS or estimand.variable not in known:
        return
    endpoint = plan.find_endpoint(estimand.variable)
    method = ESTIMATORS[estimand.estimator]
    path: Path = ("estimands", position)

    def problem(key: str, message: str, remedy: str) -> Problem:
        return study.source.make_problem((*path, key), message, remedy)

    if endpoint.kind not in method.kinds:
        wanted = " or ".join(method.kinds)
        message = (
            f"the estimator '{method.name}' does not fit an endpoint of kind '{endpoint.kind}'"
        )
        yield problem("estimator", message, f"it needs {wanted}")
    if len(estimand.treatment) < method.arms:
        message = f"the estimator '{method.name}' compares {method.arms} arms"
        yield problem("treatment", message, "name both arms, the experimental one first")
    for key in ("covariates", "test", "sensitivity"):
        given = getattr(estimand, key) not in ((), "none")
        if given and key not in method.options:
            message = f"the estimator '{method.name}' makes no use of '{key}'"
            yield problem(key, message, "remove the key or choose another estimator")
    if "same examination" in estimand.sensitivity and endpoint.examination is None:
        message = f"the endpoint '{endpoint.id}' names no examination to compare"
        yield problem("sensitivity", message, "add examination = {...} to the endpoint")


def _list_expressions(plan: Plan) -> Iterator[tuple[Path, str, Expected]]:
    """Yield place, text and expected type of each expression of the plan."""
    wanted: tuple[tuple[str, tuple[Any, ...], dict[str, Expected]], ...] = (
        ("analysis_sets", plan.sets, {"when": "truth"}),
        ("flow", plan.flow, {"when": "truth", "reason": "any"}),
        ("strata", plan.strata, {"value": "any"}),
        ("baseline", plan.baseline, {"value": "any"}),
        ("endpoints", plan.endpoints, {"when": "truth", "value": "number", "baseline": "number"}),
    )
    for section, parts, keys in wanted:
        for i, part in enumerate(parts):
            for key, expected in keys.items():
                yield (section, i, key), getattr(part, key), expected
    for i, estimand in enumerate(plan.estimands):
        for j, event in enumerate(estimand.intercurrent_events):
            yield ("estimands", i, "intercurrent_events", j, "when"), event.when, "truth"
    for i, count in enumerate(plan.describe.counts):
        yield ("describe", "counts", i, "when"), count.when, "truth"
    for i, wish in enumerate(plan.describe.correlations):
        yield ("describe", "correlations", i, "first"), wish.first, "number"
        yield ("describe", "correlations", i, "second"), wish.second, "number"


def _compile_all(study: Study, plan: Plan, problems: list[Problem]) -> Mapping[str, Expression]:
    catalogue: Catalogue = make_catalogue(study)
    compiled: dict[str, Expression] = {}
    for path, text, expects in _list_expressions(plan):
        if not text:
            continue
        try:
            compiled[text] = compile_expression(text, catalogue, expects=expects)
        except ExpressionError as error:
            problems.append(study.source.make_problem(path, str(error)))
    return compiled


def _check_one_arm_items(study: Study, plan: Plan) -> Iterator[Problem]:
    """Yield a problem where a contrast rests on what only one of its arms has.

    Histology or sperm retrieved at surgery exist in the operated arm alone: they can neither be
    compared between arms nor adjust a comparison.
    """
    for position, estimand in enumerate(plan.estimands):
        if len(estimand.treatment) < 2:
            continue
        endpoint = plan.find_endpoint(estimand.variable)
        texts = [("variable", t) for t in (endpoint.when, endpoint.value, endpoint.baseline) if t]
        texts += [("covariates", plan.find_covariate(c).value) for c in estimand.covariates]
        for key, text in texts:
            for form in sorted({name for name, _ in plan.list_items(text)}):
                found = study.find_form(form)
                arms = found.arms if found else ()
                absent = [arm for arm in estimand.treatment if arms and arm not in arms]
                if absent:
                    path = ("estimands", position, key)
                    message = f"the form '{form}' does not exist in the arm '{absent[0]}'"
                    remedy = "what only one arm has can neither be compared nor adjust a contrast"
                    yield study.source.make_problem(path, message, remedy)

"""The methods section, generated from the plan: what is written there is what was run."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

import polars as pl

from tubulus import __version__
from tubulus.analysis.adjustment.words import write_adjustment
from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.estimators.words import RANKING_WORDS, SENSITIVITY_WORDS, TEST_WORDS
from tubulus.analysis.imputation.words import write_missing
from tubulus.analysis.multiverse.words import write_multiverse
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.fitness_of_ranks import RANKING
from tubulus.analysis.plan.lock import PlanStatus
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.analysis.plan.tests_asked import count_tests
from tubulus.analysis.subgroups.words import write_subgroups
from tubulus.analysis.testing.words import write_testing
from tubulus.study.definition.study import Study

__all__ = ["METHODS_SCHEMA", "write_estimand", "write_methods", "write_software"]

METHODS_SCHEMA = pl.Schema({"order": pl.Int32(), "section": pl.String(), "sentence": pl.String()})


def write_methods(study: Study, plan: Plan, status: PlanStatus) -> pl.DataFrame:
    """Write the sentences of the methods section."""
    sentences = [
        *(("Design", s) for s in _write_design(study)),
        *(("Plan", s) for s in _write_plan(plan, status)),
        *(("Analysis sets", f"{s.label}: {s.when}.") for s in plan.sets),
        *(pair for estimand in plan.estimands for pair in write_estimand(study, plan, estimand)),
        *(("Adjusted contrasts", f"{s}.") for s in write_adjustment(study, plan)),
        *(("Multiverse", f"{s}.") for s in write_multiverse(plan)),
        *(("Software", s) for s in write_software()),
    ]
    rows = [
        {"order": order, "section": section, "sentence": sentence}
        for order, (section, sentence) in enumerate(sentences, start=1)
    ]
    return pl.DataFrame(rows, schema=METHODS_SCHEMA, orient="row")


def _write_design(study: Study) -> Iterator[str]:
    identity = study.identity
    arms = "; ".join(
        f"{arm.label} ({arm.role}{f', {arm.planned} planned' if arm.planned else ''})"
        for arm in study.arms
    )
    phase = f"{identity.phase}, " if identity.phase else ""
    yield f"{phase}{identity.design}. Arms: {arms or 'none'}."
    if identity.allocation_basis:
        yield f"Allocation: {identity.allocation_basis.rstrip('.')}."
    anchors = [f"{a.label}: {a.anchor.form}.{a.anchor.item}" for a in study.arms if a.anchor]
    if anchors:
        yield f"Day 1: {'; '.join(anchors)}; there is no day 0."
    if identity.semen_edition:
        yield f"Reference limits of semen: {identity.semen_edition}."


def _write_plan(plan: Plan, status: PlanStatus) -> Iterator[str]:
    yield f"The plan is {status.state}: {status.reason}."
    level = 100 * plan.settings.confidence
    yield f"Confidence level {level:g} %, two-sided unless named otherwise."
    yield _count_tests(plan)
    if plan.settings.multiplicity:
        yield plan.settings.multiplicity.rstrip(".") + "."
    yield from (f"{sentence}." for sentence in write_testing(plan))
    yield (
        "Quantiles are of type 7; standardised differences use the unweighted pooled SD; baseline "
        "variables are not tested."
    )


def _count_tests(plan: Plan) -> str:
    """Write how many p-values the plan asks for: counted, so that words cannot hide any."""
    found = count_tests(plan)
    total = sum(found.values())
    if not total:
        return "The plan asks for no test; there is no p-value."
    named = [
        f"{e.label} {found[e.id]} ({TEST_WORDS[e.test]})" for e in plan.estimands if e.id in found
    ]
    named += [f"{m.label} 1 (joint test by permutation)" for m in plan.multiverse if m.joint_test]
    parts = "; ".join(named)
    single = total == 1 or plan.testing is not None
    adjusted = "" if single else ", not adjusted for their number"
    noun = "p-value" if total == 1 else "p-values"
    return f"The plan asks for {total} {noun}{adjusted}: {parts}."


def write_estimand(study: Study, plan: Plan, estimand: Estimand) -> Iterator[tuple[str, str]]:
    """Yield the title of an estimand with each sentence on its attributes and its estimator."""
    title = f"Estimand {estimand.label} ({estimand.role})"
    endpoint = plan.find_endpoint(estimand.variable)
    arms = [a.label for name in estimand.treatment if (a := study.find_arm(name))]
    yield title, f"Population: {plan.find_set(estimand.population).label}."
    yield title, f"Treatment: {_name_treatment(arms, estimand.estimator)}."
    before = f", before treatment {endpoint.baseline}" if endpoint.baseline else ""
    repeated = (f"{text} ({visit})" for visit, text in endpoint.values.items())
    parts = " and ".join(filter(None, (endpoint.when, endpoint.value, *repeated)))
    yield title, f"Variable: {endpoint.label}, defined as {parts}{before}."
    for event in estimand.intercurrent_events:
        reason = f" ({event.reason.rstrip('.')})" if event.reason else ""
        yield title, f"Intercurrent event: {event.label}, strategy {event.strategy}{reason}."
    if not estimand.intercurrent_events:
        yield title, "Intercurrent events: none declared; values are used as observed."
    yield title, f"Summary: {estimand.summary}."
    method = ESTIMATORS[estimand.estimator]
    sentence = f"Estimator: {method.describes}"
    if estimand.covariates:
        labels = ", ".join(plan.find_covariate(name).label for name in estimand.covariates)
        sentence += f"; covariates: {labels}"
    if estimand.test != "none":
        sentence += f"; test: {TEST_WORDS[estimand.test]}"
    missing = _ALL_VISITS if endpoint.values else estimand.missing
    yield title, sentence + f"; missing values: {missing}."
    stratum = plan.find_stratum(estimand.stratum)
    if stratum is not None:
        yield title, f"Also described by {stratum.label.lower()}, without tests in the strata."
        yield from ((title, sentence) for sentence in write_subgroups(plan, estimand))
    yield from ((title, sentence) for sentence in _write_rules(plan, estimand, endpoint))


def _write_rules(plan: Plan, estimand: Estimand, endpoint: Endpoint) -> Iterator[str]:
    """Write how what is missing, late or not to be counted is handled."""
    for name in estimand.sensitivity:
        yield f"Sensitivity, without a test: {SENSITIVITY_WORDS[name]}."
    yield from write_missing(plan, estimand, endpoint)
    if endpoint.harm:
        yield from _write_harm(endpoint)
    if estimand.estimator in RANKING:
        yield RANKING_WORDS[endpoint.kind]
        if endpoint.better == "lower":
            yield "The lower value is the better one: it ranks higher."
    elif endpoint.kind in {"number", "repeated"}:
        yield _BELOW_LIMIT
    elif endpoint.kind == "amount":
        yield _NOT_COUNTED
    if any(e.strategy == "hypothetical" for e in estimand.intercurrent_events):
        yield _write_hypothetical(estimand, endpoint)


def _write_harm(endpoint: Endpoint) -> Iterator[str]:
    window = endpoint.within_days
    if window is not None:
        yield (
            f"Entries of the form {window.form} count from study day {window.first} to "
            f"{window.last}, by the anchor of each arm; earlier events are reported apart, and "
            "entries without a study day count."
        )
    else:
        yield "No study days bound the harm."
    if endpoint.observed_when:
        yield (
            f"Followed to the end: {endpoint.observed_when}. Whoever was not and has no event is "
            "missing; in the worst case he has it."
        )


def _write_hypothetical(estimand: Estimand, endpoint: Endpoint) -> str:
    known = ["the arm"]
    if ESTIMATORS[estimand.estimator].name in {"ancova", "mmrm"}:
        known += ["the value before"] if endpoint.baseline else []
        known += ["the covariates"] if estimand.covariates else []
    given = " and ".join(known) if len(known) > 1 else "the arm alone"
    handled = "imputed" if estimand.missing == "imputation" else "left out, not imputed"
    return (
        f"Values after an event handled as hypothetical are {handled}: this assumes "
        f"that they are missing at random given {given}."
    )


def _name_treatment(arms: list[str], estimator: str) -> str:
    compares = ESTIMATORS[estimator].arms > 1
    if not compares or len(arms) == 1:
        return f"{'; '.join(arms)}, each arm by itself" if len(arms) > 1 else arms[0]
    others = " and against ".join(arms[1:])
    return f"{arms[0]} against {others}"


_ALL_VISITS = (
    "every visit that was observed counts, and those that were not are taken as missing at random "
    "given the others"
)
_NOT_COUNTED = (
    "What was seen and could not be counted ranks below every amount; where the median participant "
    "with any is such, it has no number. A ratio of amounts needs all with any counted and five in "
    "each arm."
)
_BELOW_LIMIT = (
    "Values below the limit of quantification are left out and counted; they are not replaced by "
    "a number."
)


def write_software() -> Iterator[str]:
    """Yield which versions computed the numbers."""
    yield (
        f"Tubulus {__version__} with numpy {version('numpy')}, scipy {version('scipy')} and "
        f"polars {version('polars')}."
    )

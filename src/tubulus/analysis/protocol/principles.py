"""What holds for every number: confidence, tests, sample size, monitoring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.analysis.adjustment.words import write_adjustment
from tubulus.analysis.designs.monitoring import calibrate_rule
from tubulus.analysis.designs.power import compute_planned_power
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Monitoring
from tubulus.analysis.plan.tests_asked import count_tests
from tubulus.analysis.protocol.passage import Passage, leave_open, say
from tubulus.analysis.testing.words import write_testing
from tubulus.stats.designs.safety import compute_operating_characteristics
from tubulus.study.definition.study import Study

__all__ = ["write_monitoring", "write_principles", "write_sample_size"]


def write_sample_size(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield the planned numbers and the assumptions under which a test's power is computed."""
    heading = "Sample size"
    planned = [f"{arm.planned} in {arm.label}" for arm in study.arms if arm.planned]
    if planned:
        yield say(heading, f"Planned: {'; '.join(planned)}")
    for found in compute_planned_power(study, plan):
        yield say(heading, _describe_power(study, plan, found))
    if not plan.power:
        yield leave_open(heading, "why this number of participants, as [[power]] of the study file")


def write_monitoring(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield when harms would stop the study."""
    heading = "Interim looks and stopping"
    for rule in plan.monitoring:
        yield say(heading, _describe_rule(study, plan, rule))
    if not plan.monitoring:
        yield leave_open(
            heading, "whether and when harms stop the study, as [[monitoring]] of the study file"
        )
    yield leave_open(heading, "who sees interim data, and who decides")


def _describe_power(study: Study, plan: Plan, found: Mapping[str, Any]) -> str:
    """Say under what the power was computed, what it is, and how many participants it takes."""
    estimand = plan.find_estimand(found["estimand"])
    against = study.find_arm(found["comparator"])
    label = against.label if against else found["comparator"]
    sizes = f"{found['n_1']} and {found['n_0']}"
    reached = (
        f"the power is {100 * found['power']:.1f} % at the planned {sizes}"
        if found["power"] is not None
        else "the arms state no planned number"
    )
    needed = (
        f"{found['needed_1']} and {found['needed_0']} have {100 * found['target']:g} %"
        if found["needed_1"] is not None
        else f"no number is given for {100 * found['target']:g} %: {found['reason']}"
    )
    return (
        f"{found['label']} ({estimand.label}, against {label}): {found['assumption']}; "
        f"{found['test']}. Under these assumptions {reached}; {needed}. Source: {found['source']}"
    )


def _describe_rule(study: Study, plan: Plan, rule: Monitoring) -> str:
    """Say what is watched, how the boundary was found, and at which counts it stops."""
    endpoint = plan.find_estimand(rule.estimand).label
    prior = f" with a Beta({rule.prior[0]:g}, {rule.prior[1]:g}) prior"
    arm = study.find_arm(rule.arm)
    kind = f"{rule.rule}{prior if rule.rule == 'Bayesian' else '-type'}"
    found = calibrate_rule(rule)
    pairs = list(zip(found.boundary.looks, found.boundary.limits, strict=True))
    stops = ", ".join(f"{limit} or more of {n}" for n, limit in pairs if limit is not None)
    never = ", ".join(str(n) for n, limit in pairs if limit is None)
    counts = f"It stops with {stops}" if stops else "It stops at no look"
    if never:
        counts += f"; no count stops it at {never}"
    attained = compute_operating_characteristics(found.boundary, [rule.acceptable]).stopping[0]
    return (
        f"{rule.label}: {endpoint} in the arm {arm.label if arm else rule.arm}, looked at after "
        f"{', '.join(map(str, rule.looks))} participants, {kind} boundary, calibrated exactly so "
        f"that a true share of {100 * rule.acceptable:g} % stops the study with a probability of "
        f"at most {100 * rule.alpha:g} % (it is {100 * attained:.1f} %). {counts}. Source of the "
        f"acceptable share: {rule.source or 'not stated'}"
    )


def write_principles(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield confidence level, tests and their number, and how error is controlled."""
    heading = "Statistical principles"
    settings = plan.settings
    level = 100 * settings.confidence
    yield say(heading, f"Confidence level {level:g} %, two-sided unless named otherwise")
    found = count_tests(plan)
    yield say(heading, f"The plan asks for {sum(found.values())} p-values")
    if settings.multiplicity:
        yield say(heading, settings.multiplicity)
    yield from (say(heading, sentence) for sentence in write_testing(plan))
    if settings.data_cut:
        yield say(heading, f"Data up to {settings.data_cut.isoformat()} count")
    yield from (say(heading, sentence) for sentence in write_adjustment(study, plan))
    yield leave_open(heading, "how adherence and protocol deviations are judged")

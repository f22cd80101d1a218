"""What holds for every number: confidence, tests, sample size, monitoring."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.adjustment.words import write_adjustment
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.tests_asked import count_tests
from tubulus.analysis.protocol.passage import Passage, leave_open, say
from tubulus.analysis.testing.words import write_testing
from tubulus.study.definition.study import Study

__all__ = ["write_monitoring", "write_principles", "write_sample_size"]


def write_sample_size(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield the planned numbers and the assumptions under which a test's power is computed."""
    heading = "Sample size"
    planned = [f"{arm.planned} in {arm.label}" for arm in study.arms if arm.planned]
    if planned:
        yield say(heading, f"Planned: {'; '.join(planned)}")
    for power in plan.power:
        label = plan.find_estimand(power.estimand).label
        if power.shares is not None:
            first, second = (f"{100 * share:g} %" for share in power.shares)
            assumed = f"true shares of {first} against {second}"
        else:
            assumed = (
                f"a true ratio of {power.ratio:g}, SD of the logs {power.log_sd:g}, correlation "
                f"with the value before {power.correlation:g}"
            )
        yield say(
            heading,
            f"{power.label} ({label}): {assumed}, two-sided alpha {power.alpha:g}, power sought "
            f"{100 * power.target:g} %. Source: {power.source}",
        )
    if not plan.power:
        yield leave_open(heading, "why this number of participants, as [[power]] of the study file")


def write_monitoring(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield when harms would stop the study."""
    heading = "Interim looks and stopping"
    for rule in plan.monitoring:
        looks = ", ".join(map(str, rule.looks))
        endpoint = plan.find_estimand(rule.estimand).label
        prior = f" with a Beta({rule.prior[0]:g}, {rule.prior[1]:g}) prior"
        arm = study.find_arm(rule.arm)
        source = rule.source or "not stated"
        kind = f"{rule.rule}{prior if rule.rule == 'Bayesian' else '-type'}"
        yield say(
            heading,
            f"{rule.label}: {endpoint} in the arm {arm.label if arm else rule.arm}, looked at after {looks} "
            f"participants, {kind} boundary, calibrated exactly so that a true share of "
            f"{100 * rule.acceptable:g} % stops the study with a probability of at most "
            f"{100 * rule.alpha:g} %. Source of the acceptable share: {source}",
        )
    if not plan.monitoring:
        yield leave_open(
            heading, "whether and when harms stop the study, as [[monitoring]] of the study file"
        )
    yield leave_open(heading, "who sees interim data, and who decides")


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

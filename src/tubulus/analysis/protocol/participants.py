"""Who is taken in, who is counted, and what is described of them."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.protocol.passage import Passage, leave_open, say
from tubulus.study.definition.study import Study

__all__ = ["write_analysis_sets", "write_baseline", "write_eligibility"]


def write_eligibility(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield criteria and the steps that the flow diagram counts."""
    heading = "Participants"
    for criterion in study.eligibility:
        source = f" Source: {criterion.source}" if criterion.source else ""
        yield say(heading, f"{criterion.kind.capitalize()}: {criterion.label}.{source}")
    if not study.eligibility:
        yield leave_open(heading, "who can take part, as [[eligibility]] of the study file")
    steps = "; ".join(f"{step.label} ({step.when})" for step in plan.flow)
    if steps:
        yield say(heading, f"The flow diagram counts: {steps}")
    yield leave_open(heading, "where and how participants are recruited")


def write_analysis_sets(plan: Plan) -> Iterator[Passage]:
    """Yield each analysis set with its condition."""
    for own in plan.sets:
        yield say("Analysis sets", f"{own.label}: whoever fulfils {own.when}")


def write_baseline(plan: Plan) -> Iterator[Passage]:
    """Yield what is described before treatment."""
    heading = "Before treatment"
    labels = ", ".join(variable.label for variable in plan.baseline if variable.show)
    if labels:
        yield say(heading, f"Described by arm, with standardised differences: {labels}")
        yield say(heading, "Arms are not tested for differences before treatment")

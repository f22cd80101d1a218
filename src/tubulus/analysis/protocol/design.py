"""Administration, objectives and design of the study, as its file states them."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.lock import PlanStatus
from tubulus.analysis.protocol.passage import Passage, leave_open, say
from tubulus.study.definition.study import Study

__all__ = ["write_administration", "write_design", "write_objectives"]


def write_administration(study: Study, status: PlanStatus) -> Iterator[Passage]:
    """Yield who the study is and how far its plan is fixed."""
    identity, heading = study.identity, "Administration"
    yield say(heading, identity.title)
    if identity.synthetic:
        yield say(heading, f"Synthetic study. {identity.synthetic_note}")
    for name, value in (
        ("Registration", identity.registration),
        ("Protocol version", identity.protocol_version),
        ("Sponsor", identity.sponsor),
        ("Phase", identity.phase),
    ):
        if value:
            yield say(heading, f"{name}: {value}")
        else:
            yield leave_open(heading, name.lower())
    yield say(heading, f"This plan is {status.state}: {status.reason}")
    if status.lock is not None:
        yield say(heading, f"Digest of its lock: {status.lock.digest}")
        for change in status.lock.amendments:
            listed = ", ".join(change.sections)
            yield say(
                heading,
                f"Amended on {change.amended_at[:10]} by {change.person} ({listed}; data: "
                f"{change.data_state}): {change.reason}",
            )
    yield leave_open(heading, "names, roles and signatures of statistician and chief investigator")


def write_objectives(study: Study, plan: Plan) -> Iterator[Passage]:
    """Yield the rationale and the questions."""
    heading = "Background and objectives"
    if study.identity.summary:
        yield say(heading, study.identity.summary)
    if plan.settings.rationale:
        yield say(heading, plan.settings.rationale)
    else:
        yield leave_open(heading, "why the study is done, and what it cannot show")
    for estimand in plan.estimands:
        if estimand.question:
            yield say(heading, f"{estimand.role.capitalize()} objective: {estimand.question}")


def write_design(study: Study) -> Iterator[Passage]:
    """Yield arms, allocation, masking and visits."""
    identity, heading = study.identity, "Design"
    yield say(heading, (identity.design or "no participants are declared").capitalize())
    for arm in study.arms:
        planned = f", {arm.planned} participants planned" if arm.planned else ""
        treatment = f": {arm.intervention}" if arm.intervention else ""
        yield say(heading, f"Arm {arm.label} ({arm.role}{planned}){treatment}")
        if arm.anchor:
            place = f"{arm.anchor.form}.{arm.anchor.item}"
            yield say(heading, f"Day 1 of this arm: {place}; there is no day 0")
    if identity.allocation_basis:
        yield say(heading, f"How participants come into the arms: {identity.allocation_basis}")
    if identity.allocation == "non-randomised":
        yield say(
            heading,
            "Participants are not drawn into the arms by lot: every contrast between arms mixes "
            "the treatments with whatever else differs, and is labelled so",
        )
    for visit in study.visits:
        window = f", study days {visit.window[0]} to {visit.window[1]}" if visit.window else ""
        yield say(heading, f"Visit {visit.label}{window}")

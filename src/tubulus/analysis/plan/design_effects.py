"""Whether the effects of a scenario can be true together, and are of a size that can be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.arm_effects import find_arm_effects
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Design, DesignOutcome, Estimand
from tubulus.analysis.plan.simulated import find_support

__all__ = ["check_effects"]

Path = tuple[str | int, ...]
_Complaint = tuple[Path, str, str]

_MOST_SDS = 5.0
"""An effect beyond so many SDs of the outcome is taken for another scale, such as per cent."""


def check_effects(
    path: Path, effects: Mapping[str, float], plan: Plan, design: Design
) -> Iterator[_Complaint]:
    """Yield effects that contradict each other, bear on nothing, or cannot be meant.

    Parameters
    ----------
    path : tuple
        Where the scenario stands in ``[design]``.
    effects : mapping of str to float
        Estimand to its effect; names that lead nowhere are reported elsewhere.
    plan, design : Plan, Design
        The estimands and the outcomes.
    """
    place = (*path, "effects")
    for message, remedy in _list_faults(effects, plan, design):
        yield place, message, remedy


def _list_faults(
    effects: Mapping[str, float], plan: Plan, design: Design
) -> Iterator[tuple[str, str]]:
    yield from _check_bearing(effects, plan)
    for outcome in design.outcomes:
        own = _list_simulated(plan, outcome)
        named = {e.id: effects[e.id] for e in own if e.id in effects}
        found = find_arm_effects([(e.id, e.treatment) for e in own], named)
        if found.contradiction:
            message = (
                f"the effect of '{found.contradiction}' contradicts the others on "
                f"'{outcome.endpoint}'"
            )
            yield message, "the effects of the same two arms are the same, and three arms add up"
            continue
        shares = {e.id for e in own if e.estimator == "exact-share"}
        for name in (name for name in found.unnamed if name not in shares):
            message = f"the effect of '{name}' is open, as another on '{outcome.endpoint}' is named"
            remedy = (
                f"write {name} = 0.0 if its arms do not differ, or the same number if both "
                "comparators are alike"
            )
            yield message, remedy
        yield from _check_sizes(named, found.shifts, outcome)


def _list_simulated(plan: Plan, outcome: DesignOutcome) -> list[Estimand]:
    """List the estimands that are run on an outcome."""
    endpoint = next((e for e in plan.endpoints if e.id == outcome.endpoint), None)
    if endpoint is None or endpoint.harm:
        return []
    own = [e for e in plan.estimands if e.variable == endpoint.id]
    return [e for e in own if not find_support(e, endpoint)]


def _check_bearing(effects: Mapping[str, float], plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield effects that a simulated trial would pass over."""
    endpoints = {endpoint.id: endpoint for endpoint in plan.endpoints}
    for estimand in plan.estimands:
        endpoint = endpoints.get(estimand.variable)
        if estimand.id not in effects or endpoint is None:
            continue
        if endpoint.harm:
            message = f"'{estimand.id}' is of a harm, whose shares stand in 'harms'"
            yield message, "write harms = [{ endpoint = ..., arm = ..., share = ... }]"
        elif find_support(estimand, endpoint):
            message = f"the effect of '{estimand.id}' bears on nothing: it is not simulated"
            yield message, f"remove it: {find_support(estimand, endpoint)}"


def _check_sizes(
    named: Mapping[str, float], shifts: Mapping[str, float], outcome: DesignOutcome
) -> Iterator[tuple[str, str]]:
    if outcome.share is not None:
        for arm, shift in shifts.items():
            if not 0.0 < outcome.share + shift < 1.0:
                listed = ", ".join(named)
                message = f"the effect on '{listed}' leads to a share outside (0, 1) in '{arm}'"
                yield message, "an effect on an event is a difference of shares"
        return
    for name, effect in named.items():
        sds = abs(effect) / (outcome.sd or 1.0)
        if sds > _MOST_SDS:
            message = f"the effect {effect:g} of '{name}' is {sds:.0f} SDs of '{outcome.endpoint}'"
            remedy = (
                "give a difference on the scale of the endpoint: of natural logs for 'log', where "
                "15 % less is -0.163, never in per cent"
            )
            yield message, remedy

"""What the parts of a plan beyond its estimands name: adjustment, tests, multiverse, monitoring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan

__all__ = ["Named", "list_part_names"]

Named = tuple[tuple[str | int, ...], str | None, str]
"""Place, name, and what the name is of."""


def list_part_names(plan: Plan, places: Mapping[tuple[str, str], int]) -> Iterator[Named]:
    """Yield place, name and kind of each name in the parts of the plan beyond its estimands."""
    yield from _list_adjustment(plan)
    yield from _list_testing(plan)
    yield from _list_design(plan)
    for multiverse in plan.multiverse:
        path = ("multiverse", places["multiverse", multiverse.id])
        yield (*path, "estimand"), multiverse.estimand, "estimand"
        for names in multiverse.covariates:
            for name in names:
                yield (*path, "covariates"), name, "baseline variable"
        for name in multiverse.populations:
            yield (*path, "populations"), name, "analysis set"
    for rule in plan.monitoring:
        path = ("monitoring", places["monitoring", rule.id])
        yield (*path, "estimand"), rule.estimand, "estimand"
        yield (*path, "arm"), rule.arm, "arm"
    for power in plan.power:
        path = ("power", places["power", power.id])
        yield (*path, "estimand"), power.estimand, "estimand"


def _list_adjustment(plan: Plan) -> Iterator[Named]:
    if plan.adjustment is None:
        return
    for name in plan.adjustment.covariates:
        yield ("adjustment", "covariates"), name, "baseline variable"
    for name in plan.adjustment.negative_controls:
        yield ("adjustment", "negative_controls"), name, "endpoint"


def _list_testing(plan: Plan) -> Iterator[Named]:
    for position, hypothesis in enumerate(plan.testing.hypotheses if plan.testing else ()):
        yield ("testing", "hypotheses", position, "estimand"), hypothesis.estimand, "estimand"


def _list_design(plan: Plan) -> Iterator[Named]:
    if plan.design is None:
        return
    for i, covariate in enumerate(plan.design.covariates):
        yield ("design", "covariates", i, "id"), covariate.id, "baseline variable"
    for i, outcome in enumerate(plan.design.outcomes):
        yield ("design", "outcomes", i, "endpoint"), outcome.endpoint, "endpoint"
    for i, scenario in enumerate(plan.design.scenarios):
        path = ("design", "scenarios", i)
        for name in scenario.effects:
            yield (*path, "effects"), name, "estimand"
        for j, harm in enumerate(scenario.harms):
            yield (*path, "harms", j, "endpoint"), harm.endpoint, "endpoint"
            yield (*path, "harms", j, "arm"), harm.arm, "arm"

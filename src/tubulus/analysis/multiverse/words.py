"""A planned multiverse in words, for the methods section and the protocol."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.multiverse.choices import list_choices
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Multiverse

__all__ = ["write_multiverse"]


def write_multiverse(plan: Plan) -> Iterator[str]:
    """Yield which choices each multiverse of the plan varies, and what is made of the results."""
    for multiverse in plan.multiverse:
        yield from _describe(plan, multiverse)


def _describe(plan: Plan, multiverse: Multiverse) -> Iterator[str]:
    estimand = plan.find_estimand(multiverse.estimand)
    endpoint = plan.find_endpoint(estimand.variable)
    choices = list_choices(multiverse, estimand, endpoint)
    varied = "; ".join(
        f"{choice}: {', '.join(options)}" for choice, options in choices.items() if len(options) > 1
    )
    yield (
        f"Multiverse {multiverse.label} ({estimand.label}): all "
        f"{multiverse.n_specifications} combinations of {varied}. Nothing is chosen among "
        "them afterwards, and none has a p-value"
    )
    if len(choices["scale"]) > 1:
        yield (
            "So that both scales stand on one axis, each contrast is divided by the SD within arms "
            "of the value after on its own scale"
        )
    if "imputation" in choices["missing"]:
        yield (
            f"Imputation in the multiverse: {plan.settings.imputations} completed data sets by a "
            "normal model of each arm with the covariates of the specification, pooled by Rubin's "
            "rules; who has a value beyond a limit is left out, and draws are those of the "
            "estimand's own imputation"
        )
    if multiverse.joint_test:
        yield (
            f"Joint test of its median by {multiverse.joint_permutations} permutations of the "
            "arms, with complete cases; it shows at most that not every specification is "
            "compatible with no difference"
        )

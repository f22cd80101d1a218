"""The choices of a planned multiverse, and its specifications."""

from __future__ import annotations

from collections.abc import Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand, Multiverse
from tubulus.stats.multiverse import Specification, enumerate_specifications

__all__ = [
    "ADJUSTED",
    "find_own_options",
    "list_choices",
    "list_specifications",
    "write_covariates",
]

ADJUSTED = "adjusted for the value before"
_NONE = "none"


def write_covariates(names: tuple[str, ...]) -> str:
    """Write a set of covariates as one option."""
    return " + ".join(names) or _NONE


def find_own_options(estimand: Estimand, endpoint: Endpoint) -> Mapping[str, str]:
    """Find what the estimand itself takes of each choice."""
    return {
        "population": estimand.population,
        "scale": endpoint.scale,
        "outcome": ADJUSTED,
        "covariates": write_covariates(estimand.covariates),
        "missing": estimand.missing,
        "errors": "HC3",
    }


def list_choices(
    multiverse: Multiverse, estimand: Estimand, endpoint: Endpoint
) -> dict[str, tuple[str, ...]]:
    """List the options of each choice; of one that is not varied, the estimand's own."""
    planned: dict[str, tuple[str, ...]] = {
        "population": tuple(multiverse.populations),
        "scale": tuple(multiverse.scales),
        "outcome": tuple(multiverse.outcomes),
        "covariates": tuple(write_covariates(names) for names in multiverse.covariates),
        "missing": tuple(multiverse.missing),
        "errors": tuple(multiverse.errors),
    }
    own = find_own_options(estimand, endpoint)
    return {choice: options or (own[choice],) for choice, options in planned.items()}


def list_specifications(plan: Plan, multiverse: Multiverse) -> tuple[Specification, ...]:
    """List the specifications of a multiverse."""
    estimand = plan.find_estimand(multiverse.estimand)
    endpoint = plan.find_endpoint(estimand.variable)
    return enumerate_specifications(list_choices(multiverse, estimand, endpoint))

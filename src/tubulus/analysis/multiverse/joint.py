"""The joint test of a multiverse, where the plan asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_test, join_notes
from tubulus.analysis.multiverse.specified import Columns, compute_spreads, prepare_columns
from tubulus.analysis.parts import AnalysisContext
from tubulus.analysis.plan.sections import Multiverse
from tubulus.core.estimates import Estimate
from tubulus.stats.multiverse import Specification, compute_joint_test, estimate_specification

__all__ = ["JOINT_P", "list_joint_test"]

JOINT_P = "p of the joint test"
"""Statistic of the p-value of a whole curve."""


def list_joint_test(
    whole: AnalysisContext,
    own: EstimandContext,
    multiverse: Multiverse,
    specifications: Sequence[Specification],
    row: Estimate,
) -> Iterator[Estimate]:
    """Yield the permutation p-value of the curve's median, where the plan asks for it.

    Notes
    -----
    Specifications with complete cases only: outcomes are not imputed anew for each permutation.
    Arms are permuted among the participants of each population, with one order for all
    specifications of a population.
    """
    if not multiverse.joint_test:
        return
    kept = [s for s in specifications if s.get_option("missing") != "imputation"]
    generator = whole.make_generator("multiverse", multiverse.id, "joint test")
    columns = [prepare_columns(whole, own, s) for s in kept]
    spreads = compute_spreads(own)
    divisors = np.array([spreads[s.get_option("scale")] for s in kept])
    errors = [s.get_option("errors") for s in kept]
    effects, p_values = _fit(columns, errors, divisors)
    drawn_effects = np.empty((multiverse.joint_permutations, len(kept)))
    drawn_p = np.empty_like(drawn_effects)
    for draw in range(multiverse.joint_permutations):
        permuted = _permute(columns, kept, generator)
        drawn_effects[draw], drawn_p[draw] = _fit(permuted, errors, divisors)
    alpha = 1.0 - own.confidence
    found = compute_joint_test(effects, p_values, drawn_effects, drawn_p, alpha=alpha)
    note = join_notes(
        own.p_note,
        f"absolute median of {len(kept)} specifications with complete cases, "
        f"{found.n_permutations} permutations of the arms",
        found.warning.replace("; ", ", "),
    )
    filled = fill_test(replace(row, note=note), found.median.test)
    yield replace(filled, statistic=JOINT_P)


def _permute(
    columns: Sequence[Columns], kept: Sequence[Specification], generator: np.random.Generator
) -> list[Columns]:
    orders: dict[str, Vector] = {}
    for own, specification in zip(columns, kept, strict=True):
        population = specification.get_option("population")
        if population not in orders:
            orders[population] = generator.permutation(own.arm)
    return [
        replace(own, arm=orders[s.get_option("population")])
        for own, s in zip(columns, kept, strict=True)
    ]


def _fit(
    columns: Sequence[Columns], errors: Sequence[str], divisors: Vector
) -> tuple[Vector, Vector]:
    found = [
        estimate_specification(
            own.outcome,
            own.arm,
            own.covariates,
            errors="classical" if kind == "classical" else "HC3",
        )
        for own, kind in zip(columns, errors, strict=True)
    ]
    effects = np.array(
        [np.nan if f.contrast.estimate is None else f.contrast.estimate for f in found]
    )
    p = np.array([np.nan if f.test.p_value is None else f.test.p_value for f in found])
    return effects.astype(np.float64) / divisors, p.astype(np.float64)

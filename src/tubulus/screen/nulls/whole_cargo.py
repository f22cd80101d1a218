"""The test of the whole cargo: all candidate pairs against random sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_least_p,
    compute_range,
    compute_upper_tail,
)
from tubulus.screen.nulls.null_sets import NullDesign

__all__ = ["FEWEST_PROTEINS", "GlobalTest", "compute_global_test"]

FEWEST_PROTEINS = 3
"""Proteins that must count before a cargo as a whole is tested: fewer are single genes."""


@dataclass(frozen=True, slots=True)
class GlobalTest:
    """The number of candidate ligand-receptor pairs against random cargo sets.

    Parameters
    ----------
    observed : int
        Candidate pairs that count in the tests (ligand and receptor, once whatever the number of
        cell types).
    expected : float
        Mean over random sets, in closed form.
    fold : float or None
        observed / expected; None where nothing is expected.
    p : float
        Add-one p of the simulation, (1 + hits) / (sets + 1): the check of ``p_exact``.
    p_exact : float
        The same probability in closed form, on which the conclusion rests.
    smallest_p : float
        The least that ``p`` can be.
    sets : int
        Random sets drawn.
    smallest_p_exact : float
        The least that ``p_exact`` can be.
    low, high : int
        95 % range of the number over random sets, in closed form.
    """

    observed: int
    expected: float
    fold: float | None
    p: float
    p_exact: float
    smallest_p: float
    sets: int
    smallest_p_exact: float
    low: int
    high: int


def compute_global_test(design: NullDesign, hits: int = 0, sets: int = 0) -> GlobalTest:
    """Compute the test of the whole cargo.

    Parameters
    ----------
    design : NullDesign
        The null.
    hits, sets : int
        Random sets with at least as many pairs as the cargo, and random sets drawn; with none
        drawn the simulated ``p`` is 1.
    """
    weights = design.incidence.sum(axis=1, dtype=np.int64)
    observed = int(weights[design.observed].sum())
    expected = float(weights @ design.compute_inclusion_probability())
    distribution = compute_global_distribution(design)
    least = compute_least_p(distribution)
    low, high = compute_range(distribution)
    return GlobalTest(
        observed=observed,
        expected=expected,
        fold=observed / expected if expected > 0 else None,
        p=(1 + hits) / (sets + 1),
        p_exact=compute_upper_tail(distribution, observed),
        smallest_p=max(least, 1 / (sets + 1)) if sets else least,
        sets=sets,
        smallest_p_exact=least,
        low=low,
        high=high,
    )

"""Permutation test of the arm effect adjusted for covariates, after Freedman and Lane."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.assignments import count_assignments, enumerate_assignments
from tubulus.stats.linear.complete_data import EMPTY_ARM, CompleteData, read_complete
from tubulus.stats.linear.least_squares import LinearFit, fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import Alternative, HypothesisTest, Statistic

__all__ = ["METHOD", "PermutationResult", "PermutationStatistic", "compute_freedman_lane_test"]

METHOD = Method(
    name="Freedman-Lane permutation",
    gives="p-value of no arm effect, residuals of the model without arm exchanged, t with HC3",
    limits="exact without covariates only; needs residuals that are exchangeable without effect",
    source="Freedman and Lane, J Bus Econ Stat 1983;1:292-298; "
    "DiCiccio and Romano, J Am Stat Assoc 2017;112:1211-1220",
)

PermutationStatistic = Literal["hc3", "classical"]

# Statistics that differ by less than this share are the same number after rounding.
_TIE = 1e-9
# Effects below this share of the largest that the residuals could give are 0.
_ROUNDING = 1e-13
# Numbers of one array at once, so that the arrays of a chunk stay in the cache.
_CHUNK_NUMBERS = 2**17


@dataclass(frozen=True, slots=True)
class PermutationResult:
    """A permutation test of the arm effect.

    Parameters
    ----------
    test : HypothesisTest
        The p-value.
    statistic : Statistic
        Observed t of the arm.
    monte_carlo_error : Statistic
        Standard error of the p-value from drawing permutations; 0 where all were taken.
    n_permutations : int
        Permutations drawn, or all assignments of participants to arms where ``is_exact``.
    n_beyond, n_tied : int
        Permutations whose statistic is farther out than the observed one; equally far.
    is_exact : bool
        Whether every assignment was taken.
    n_1, n_0, n_missing : int
        Complete participants in the first arm, in the comparator, and those left out.
    """

    test: HypothesisTest
    statistic: Statistic
    monte_carlo_error: Statistic
    n_permutations: int
    n_beyond: int
    n_tied: int
    is_exact: bool
    n_1: int
    n_0: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What every permutation needs: residuals without arm and the fit with it."""

    residuals: Vector
    basis: Vector
    arm_weights: Vector
    error_weights: Vector
    observed: tuple[float, float]
    rounding: float
    strata: Vector


def compute_freedman_lane_test(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    generator: np.random.Generator,
    permutations: int = 100_000,
    statistic: PermutationStatistic = "hc3",
    strata: ArrayLike | None = None,
    alternative: Alternative = "two-sided",
) -> PermutationResult:
    """Test that the arm has no effect given the covariates, by exchanging residuals.

    Parameters
    ----------
    outcome, arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    generator : numpy.random.Generator
        Source of the permutations.
    permutations : int
        Permutations to draw. Without covariates, and if there are no more assignments of
        participants to arms than this, all of them are taken instead and p is exact.
    statistic : {'hc3', 'classical'}
        t with the HC3 standard error, or with that of equal variances.
    strata : array_like, shape (n,), optional
        Label of each participant, none missing; residuals are exchanged only within strata. They
        adjust nothing: give their columns as covariates too where the outcome depends on them.
    alternative : {'two-sided', 'greater', 'less'}
        ``greater`` means greater in the first arm.

    Returns
    -------
    PermutationResult
        Not estimable where :func:`~tubulus.stats.linear.ancova.estimate_ancova` has no limits.

    Raises
    ------
    ValueError
        As ``estimate_ancova``; if no permutation is asked for or strata differ in length.

    Notes
    -----
    Fit y = Z g + r without arm, exchange the residuals, y* = Z g + P r, fit with arm and covariates
    and compare t* with t. Both t follow from P r alone, because Z g is fitted by either model: with
    a' the arm less its regression on Z, b* = a'P r / a'a', and the residuals are P r less its
    projection on arm and covariates, so that many permutations are a few matrix products.

    p = (1 + number of t* at least as far out as t) / (1 + permutations), which is at most alpha
    with probability at most alpha where residuals are exchangeable (Phipson and Smyth, Stat Appl
    Genet Mol Biol 2010;9:39); with all assignments, the observed one among them, it is their share.
    With a t that allows for unequal variances the test keeps its size in large studies also
    where only the effect is absent but variances differ (DiCiccio and Romano 2017), hence the
    default.
    """
    require_choice(statistic, PermutationStatistic, "statistic")
    require_choice(alternative, Alternative, "alternative")
    if permutations < 1:
        raise ValueError(f"a permutation test needs permutations, not {permutations}")
    data = _scale_outcome(read_complete(outcome, arm, covariates))
    labels = _read_strata(strata, data)
    prepared = _prepare(data, labels, statistic)
    if isinstance(prepared, str):
        return _make_empty(data, prepared, alternative)
    assignments = count_assignments(data.arm, labels, permutations)
    is_exact = data.covariates.shape[1] == 0 and assignments <= permutations
    if is_exact:
        draws = enumerate_assignments(prepared.residuals, data.arm, labels)
    else:
        draws = _draw(prepared, permutations, generator)
    beyond, tied = _count(prepared, draws, alternative)
    n_permutations = assignments if is_exact else permutations
    return _conclude(data, prepared, (beyond, tied, n_permutations, is_exact), alternative)


def _scale_outcome(data: CompleteData) -> CompleteData:
    """Divide the outcome by a power of two, which moves no t, so that no square overflows."""
    largest = float(np.abs(data.outcome).max(initial=0.0))
    if largest == 0.0:
        return data
    return replace(data, outcome=np.ldexp(data.outcome, -math.frexp(largest)[1]))


def _read_strata(strata: ArrayLike | None, data: CompleteData) -> Vector:
    """Return the number, from 0, of the stratum of each complete participant."""
    if strata is None:
        return np.zeros(data.outcome.size)
    labels = np.asarray(strata)
    if labels.shape != data.is_complete.shape:
        raise ValueError(f"{data.is_complete.size} participants, strata of shape {labels.shape}")
    _, numbers = np.unique(labels[data.is_complete], return_inverse=True)
    return np.asarray(numbers, dtype=np.float64)


def _prepare(
    data: CompleteData, strata: Vector, statistic: PermutationStatistic
) -> _Prepared | str:
    if not data.has_both_arms:
        return EMPTY_ARM
    n = data.outcome.size
    without_arm = np.column_stack([np.ones(n), data.covariates])
    design = np.column_stack([data.arm, without_arm])
    fit, reduced = fit_least_squares(design, data.outcome), _fit_reduced(without_arm, data.outcome)
    if isinstance(fit, str):
        return fit
    if fit.reason:
        return fit.reason
    weights = fit.weights[0]
    squares = (weights / (1.0 - fit.leverages)) ** 2
    if statistic == "classical":
        squares = np.full(n, np.sum(weights**2) / (n - design.shape[1]))
    basis, _ = np.linalg.qr(np.column_stack([without_arm, data.arm]))
    variance = float(fit.residuals**2 @ squares)
    if variance == 0.0:
        return "the standard error is zero"
    effect = float(fit.coefficients[0])
    rounding = _ROUNDING * float(np.abs(weights).sum() * np.abs(reduced).max())
    observed = (effect if abs(effect) > rounding else 0.0), variance
    return _Prepared(reduced, basis, weights, squares, observed, rounding, strata)


def _fit_reduced(design: Vector, outcome: Vector) -> Vector:
    """Return the residuals of the model without arm, which has full rank if that with arm has."""
    fit = fit_least_squares(design, outcome)
    return fit.residuals if isinstance(fit, LinearFit) else np.zeros(outcome.size)


def _draw(
    prepared: _Prepared, permutations: int, generator: np.random.Generator
) -> Iterator[Vector]:
    """Yield residuals in random order, some permutations at a time."""
    n = prepared.residuals.size
    members = [np.flatnonzero(prepared.strata == s) for s in np.unique(prepared.strata)]
    size = max(16, _CHUNK_NUMBERS // n)
    for start in range(0, permutations, size):
        rows = np.tile(prepared.residuals, (min(size, permutations - start), 1))
        if len(members) == 1:
            generator.permuted(rows, axis=1, out=rows)
        else:
            for index in members:
                rows[:, index] = generator.permuted(rows[:, index], axis=1)
        yield rows


def _count(
    prepared: _Prepared, draws: Iterator[Vector], alternative: Alternative
) -> tuple[int, int]:
    """Count the permutations farther out than observed and those as far out."""
    effect, variance = prepared.observed
    beyond = tied = 0
    for rows in draws:
        effects, variances = _compute_statistics(prepared, rows)
        # t*^2 >= t^2 without division: a permutation may leave no variance
        ours = _square(effect, alternative) * variances
        theirs = _square(effects, alternative) * variance
        margin = _TIE * np.maximum(np.abs(ours), np.abs(theirs))
        farther = theirs > ours + margin
        beyond += int(farther.sum())
        tied += int(np.sum(theirs >= ours - margin) - farther.sum())
    return beyond, tied


def _compute_statistics(prepared: _Prepared, rows: Vector) -> tuple[Vector, Vector]:
    """Compute effect and variance under each permutation; overwrites the rows."""
    effects = rows @ prepared.arm_weights
    effects[np.abs(effects) <= prepared.rounding] = 0.0
    rows -= (rows @ prepared.basis) @ prepared.basis.T
    np.square(rows, out=rows)
    return effects, rows @ prepared.error_weights


def _square(effects: Vector | float, alternative: Alternative) -> Vector:
    """Square effects, and give them the sign that counts as farther out."""
    if alternative == "two-sided":
        return np.asarray(np.square(effects))
    signed = np.asarray(effects * np.abs(effects))
    return signed if alternative == "greater" else -signed


def _conclude(
    data: CompleteData,
    prepared: _Prepared,
    counts: tuple[int, int, int, bool],
    alternative: Alternative,
) -> PermutationResult:
    beyond, tied, permutations, is_exact = counts
    observed = 0 if is_exact else 1
    p_value = (observed + beyond + tied) / (observed + permutations)
    error = 0.0 if is_exact else (p_value * (1.0 - p_value) / permutations) ** 0.5
    effect, variance = prepared.observed
    return PermutationResult(
        HypothesisTest(p_value, METHOD.name, alternative),
        Statistic(effect / variance**0.5, METHOD.name),
        Statistic(error, METHOD.name),
        permutations,
        beyond,
        tied,
        is_exact,
        data.n_1,
        data.n_0,
        data.n_missing,
    )


def _make_empty(data: CompleteData, reason: str, alternative: Alternative) -> PermutationResult:
    none = Statistic(None, METHOD.name, reason)
    test = HypothesisTest(None, METHOD.name, alternative, reason)
    counts = 0, 0, 0, False
    return PermutationResult(test, none, none, *counts, data.n_1, data.n_0, data.n_missing)

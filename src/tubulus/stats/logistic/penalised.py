"""Firth's penalised likelihood of many logistic regressions at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.linear.definite_systems import CholeskyFactors, factor_systems
from tubulus.stats.linear.designs import Designs
from tubulus.stats.logistic.newton import compute_log_likelihoods, compute_probabilities
from tubulus.stats.missing import Vector

__all__ = ["PenalisedMaxima", "evaluate_penalised", "maximise_penalised"]

# Scoring shrinks the distance by a share of each step: one that moves no linear predictor by more
# than 1e-11 leaves errors near 1e-10 even where the share is small.
_STEP_TOLERANCE = 1e-11
_MOST_STEPS = 400
# A step moves no linear predictor by more than this: far out the information says little.
_LONGEST = 8.0
# Scoring steps taken at once.
_SLOWEST, _FASTEST = 0.5, 20.0
# Likelihoods that differ by less than this share are equal after rounding.
_RELATIVE_ROUNDING = 1e-13
_CHUNK_NUMBERS = 2**17


@dataclass(frozen=True, slots=True)
class PenalisedMaxima:
    """Maxima of the penalised likelihood of B data sets.

    Parameters
    ----------
    coefficients : ndarray, shape (B, p)
        NaN where no maximum was found.
    heights : ndarray, shape (B,)
        Penalised log-likelihood there.
    scores : ndarray, shape (B, p)
        Its derivative there, 0 but for coefficients held fixed.
    converged : ndarray of bool, shape (B,)
        Whether a maximum was found.
    """

    coefficients: Vector
    heights: Vector
    scores: Vector
    converged: NDArray[np.bool_]


def evaluate_penalised(
    designs: Designs, outcomes: Vector, weights: Vector, coefficients: Vector
) -> tuple[Vector, Vector, Vector, CholeskyFactors]:
    """Compute height, derivative and curvature of the penalised log-likelihood.

    Returns
    -------
    heights : ndarray, shape (B,)
        l + log det(I) / 2.
    scores : ndarray, shape (B, p)
        X'(w (y - p) + h (1/2 - p)) with leverages h of W^(1/2) X.
    curvature : ndarray, shape (p, p, B)
        X' diag(w p (1 - p) (1 + h / 2)) X, by which steps are scaled: the information alone is too
        flat where leverages are high, for a leverage of 1 the steps would swing for ever.
    factors : CholeskyFactors
        Those of the information I = X' diag(w p (1 - p)) X.
    """
    predictors = designs.predict(coefficients)
    probabilities = compute_probabilities(predictors)
    variances = weights * probabilities * (1.0 - probabilities)
    factors = factor_systems(designs.compute_grams(variances))
    leverages = variances * designs.compute_forms(factors.invert())
    pull = weights * (outcomes - probabilities) + leverages * (0.5 - probabilities)
    heights = compute_log_likelihoods(predictors, outcomes, weights)
    heights = heights + 0.5 * factors.compute_log_determinants()
    curvature = designs.compute_grams(variances * (1.0 + 0.5 * leverages))
    return heights, designs.project(pull), curvature, factors


def maximise_penalised(
    designs: Designs,
    outcomes: Vector,
    weights: Vector,
    *,
    start: Vector | None = None,
    fixed: Sequence[int] = (),
) -> PenalisedMaxima:
    """Maximise Firth's penalised likelihood of every data set.

    Parameters
    ----------
    designs : Designs
        Design of each of the B data sets.
    outcomes, weights : ndarray, shape (B, n)
        Outcomes 0 and 1, and weights, 0 for a participant who does not count.
    start : ndarray, shape (B, p), optional
        Where to begin; else at 0.
    fixed : sequence of int
        Columns whose coefficients stay as in ``start``.
    """
    batch, n = weights.shape
    begin = np.zeros((batch, designs.p)) if start is None else start
    size = max(16, _CHUNK_NUMBERS // max(1, n))
    parts = []
    for at in range(0, max(1, batch), size):
        part = slice(at, at + size)
        chunk = designs.select(part), outcomes[part], weights[part], begin[part]
        parts.append(_maximise_chunk(*chunk, fixed))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return PenalisedMaxima(*columns)


def _maximise_chunk(
    designs: Designs, outcomes: Vector, weights: Vector, begin: Vector, fixed: Sequence[int]
) -> tuple[Vector, Vector, Vector, NDArray[np.bool_]]:
    """Take scoring steps; where one loses height it is halved instead."""
    batch, p = begin.shape
    result, scores = np.full((batch, p), np.nan), np.full((batch, p), np.nan)
    heights, converged = np.full(batch, np.nan), np.zeros(batch, dtype=np.bool_)
    active, place, step = np.arange(batch), begin.copy(), np.zeros((batch, p))
    height, pace = np.full(batch, -np.inf), np.ones(batch)
    last = np.zeros_like(weights)
    for _ in range(_MOST_STEPS):
        trial = place + step
        reached, score, curvature, factors = evaluate_penalised(designs, outcomes, weights, trial)
        slack = _RELATIVE_ROUNDING * np.abs(reached)
        falls = ~factors.is_definite | (reached < height - slack)
        proposal, change = _find_step(designs, score, curvature, fixed)
        pace = np.where(falls, 0.5 * pace, _find_pace(change, last, pace))
        step = np.where(falls[:, None], 0.5 * step, pace[:, None] * proposal)
        last = np.where(falls[:, None], last, change)
        place, height = np.where(falls[:, None], place, trial), np.where(falls, height, reached)
        largest = np.max(np.abs(change), axis=1, initial=0.0, where=weights > 0.0)
        done = ~falls & (largest <= _STEP_TOLERANCE)
        index = active[done]
        result[index], heights[index], scores[index] = place[done], height[done], score[done]
        converged[index] = True
        keep = ~done & (factors.is_definite | np.isfinite(height))
        if not keep.any():
            break
        active, place, step, height = active[keep], place[keep], step[keep], height[keep]
        kept = np.flatnonzero(keep)
        designs, outcomes, weights = designs.select(kept), outcomes[keep], weights[keep]
        last, pace = last[keep], pace[keep]
    return result, heights, scores, converged


def _find_step(
    designs: Designs, score: Vector, curvature: Vector, fixed: Sequence[int]
) -> tuple[Vector, Vector]:
    """Find the scoring step of the free coefficients and what it moves linear predictors by."""
    free = np.setdiff1d(np.arange(designs.p), fixed)
    step = np.zeros_like(score)
    if free.size:
        part = factor_systems(np.ascontiguousarray(curvature[np.ix_(free, free)]))
        step[:, free] = part.solve(np.ascontiguousarray(score[:, free].T)).T
    change = designs.predict(step)
    share = np.minimum(1.0, _LONGEST / np.maximum(np.max(np.abs(change), axis=1, initial=0.0), 1.0))
    return step * share[:, None], change


def _find_pace(change: Vector, last: Vector, pace: Vector) -> Vector:
    """Find how many scoring steps to take at once, from what the last ones left.

    Notes
    -----
    A step that leaves the share r of the distance leaves 1 - m (1 - r) of it when taken m times at
    once. Comparing two steps gives r, and m = 1 / (1 - r) leaves nothing.
    """
    before = np.einsum("bn,bn->b", last, last)
    left = np.einsum("bn,bn->b", change, last) / np.where(before > 0.0, before, 1.0)
    gain = (1.0 - left) / pace
    bounded = np.clip(gain, 1.0 / _FASTEST, 1.0 / _SLOWEST)
    return np.where(before > 0.0, 1.0 / bounded, 1.0)

"""Newton's method for many logistic regressions at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.linear.definite_systems import factor_systems
from tubulus.stats.linear.designs import Designs
from tubulus.stats.missing import Vector

__all__ = ["compute_log_likelihoods", "compute_probabilities", "maximise_likelihoods"]

# Newton's error is squared by every step: after a step that moved no linear predictor by more than
# 1e-7 what is left lies below the rounding of floats.
_STEP_TOLERANCE = 1e-7
# Where a maximum exists Newton takes 4 to 12 steps; under separation its steps stay near 1.
_PLAIN_STEPS, _GUARDED_STEPS, _HALVINGS = 12, 40, 12
# beyond it a probability is 0 or 1 within 1e-15
_FARTHEST = 36.0
# Numbers of one array at once, so that the arrays of a chunk stay in the cache.
_CHUNK_NUMBERS = 2**17


def compute_probabilities(predictors: Vector) -> Vector:
    """Compute 1 / (1 + exp(-x)); beyond 36 on either side x counts as 36."""
    bounded = np.clip(predictors, -_FARTHEST, _FARTHEST)
    return np.asarray(1.0 / (1.0 + np.exp(-bounded)))


def compute_log_likelihoods(predictors: Vector, outcomes: Vector, weights: Vector) -> Vector:
    """Compute the weighted log-likelihood of every data set, arrays (B, n) to (B,)."""
    signed = np.where(outcomes > 0.5, predictors, -predictors)
    return np.asarray(-np.sum(weights * np.logaddexp(0.0, -signed), axis=-1))


def maximise_likelihoods(
    designs: Designs, outcomes: Vector, weights: Vector
) -> tuple[Vector, NDArray[np.bool_]]:
    """Maximise the weighted log-likelihood of every data set.

    Parameters
    ----------
    designs : Designs
        Design of each of the B data sets.
    outcomes, weights : ndarray, shape (B, n)
        Outcomes 0 and 1, and weights, 0 for a participant who does not count.

    Returns
    -------
    coefficients : ndarray, shape (B, p)
        Maximum likelihood; NaN where there is none.
    converged : ndarray of bool, shape (B,)
        False where the likelihood has no maximum (separation) or the columns depend on each other.
    """
    batch, n = weights.shape
    coefficients = np.full((batch, designs.p), np.nan)
    converged = np.zeros(batch, dtype=np.bool_)
    size = max(16, _CHUNK_NUMBERS // max(1, n))
    for start in range(0, batch, size):
        part = slice(start, min(start + size, batch))
        chunk = designs.select(part), outcomes[part], weights[part]
        coefficients[part], converged[part] = _maximise_chunk(*chunk)
    return coefficients, converged


def _maximise_chunk(
    designs: Designs, outcomes: Vector, weights: Vector
) -> tuple[Vector, NDArray[np.bool_]]:
    coefficients, converged = _iterate(designs, outcomes, weights, guarded=False)
    # plain Newton diverges at times although a maximum exists; guarded steps never lose height
    rest = np.flatnonzero(~converged)
    if rest.size:
        again = designs.select(rest), outcomes[rest], weights[rest]
        coefficients[rest], converged[rest] = _iterate(*again, guarded=True)
    return coefficients, converged


def _iterate(
    designs: Designs, outcomes: Vector, weights: Vector, *, guarded: bool
) -> tuple[Vector, NDArray[np.bool_]]:
    """Take Newton steps from 0 until each data set stands still, drops out or time is up."""
    batch = weights.shape[0]
    result = np.full((batch, designs.p), np.nan)
    converged = np.zeros(batch, dtype=np.bool_)
    active = np.arange(batch)
    coefficients = np.zeros((batch, designs.p))
    for _ in range(_GUARDED_STEPS if guarded else _PLAIN_STEPS):
        predictors = designs.predict(coefficients)
        probabilities = compute_probabilities(predictors)
        score = designs.project(weights * (outcomes - probabilities))
        information = designs.compute_grams(weights * probabilities * (1.0 - probabilities))
        factors = factor_systems(information)
        step = np.ascontiguousarray(factors.solve(np.ascontiguousarray(score.T)).T)
        change = designs.predict(step)
        if guarded:
            shares = _find_shares(predictors, change, outcomes, weights)
            step *= shares[:, None]
        coefficients = coefficients + step
        still = np.max(np.abs(change), axis=1, initial=0.0, where=weights > 0.0) <= _STEP_TOLERANCE
        done = still & factors.is_definite
        result[active[done]], converged[active[done]] = coefficients[done], True
        keep = np.flatnonzero(~done & factors.is_definite)
        if keep.size == 0:
            break
        if keep.size < active.size:
            active, coefficients, designs = active[keep], coefficients[keep], designs.select(keep)
            outcomes, weights = outcomes[keep], weights[keep]
    return result, converged


def _find_shares(predictors: Vector, change: Vector, outcomes: Vector, weights: Vector) -> Vector:
    """Find for each data set a share of the step that does not lower the likelihood."""
    before = compute_log_likelihoods(predictors, outcomes, weights)
    shares = np.ones(before.size)
    for _ in range(_HALVINGS):
        after = compute_log_likelihoods(predictors + shares[:, None] * change, outcomes, weights)
        falls = after < before - 1e-12 * np.abs(before)
        if not falls.any():
            break
        shares[falls] *= 0.5
    return shares

"""Propensity scores of many bootstrap draws of one trial, each fitted from the trial's own."""

from __future__ import annotations

import numpy as np

from tubulus.stats.linear.definite_systems import factor_systems
from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.newton import maximise_likelihoods
from tubulus.stats.missing import Vector

__all__ = ["fit_draw_scores", "fit_start"]

# Newton's error is squared by every step: where a step gains less than 1e-13 of log-likelihood,
# what is left lies below the rounding of floats.
_GAIN = 1e-13
# From the trial's own coefficients a draw takes 4 to 6 steps.
_STEPS = 8


def fit_start(design: Vector, arm: Vector) -> Vector:
    """Fit the score of the trial itself, shape (p,); zeros where it has no maximum."""
    once = np.ones((1, arm.size))
    coefficients, converged = maximise_likelihoods(SharedDesign(design), arm[None], once)
    return coefficients[0] if converged[0] else np.zeros(design.shape[1])


def fit_draw_scores(design: Vector, arm: Vector, weights: Vector, start: Vector) -> Vector:
    """Fit the score of every draw by maximum likelihood.

    Parameters
    ----------
    design : ndarray, shape (n, p)
        Intercept and covariates, shared by all draws.
    arm : ndarray, shape (n,)
        1 in the first arm and 0 in the comparator.
    weights : ndarray, shape (B, n)
        How often each draw holds each participant.
    start : ndarray, shape (p,)
        Coefficients to start from.

    Returns
    -------
    ndarray, shape (B, p)
        Coefficients; NaN where a draw separates the arms or its columns depend on each other.

    Notes
    -----
    Plain Newton steps; a draw that does not settle is left to the guarded search of
    :func:`~tubulus.stats.logistic.newton.maximise_likelihoods`, which also decides that there is no
    maximum.
    """
    shared = SharedDesign(design)
    coefficients = np.tile(start, (weights.shape[0], 1))
    settled = np.zeros(weights.shape[0], dtype=np.bool_)
    active = np.arange(weights.shape[0])
    current, drawn = coefficients, weights
    goal = shared.project(weights * arm)
    for _ in range(_STEPS):
        # 1 / (1 + exp(-x)) in a form that cannot overflow
        expected = np.tanh(0.5 * shared.predict(current))
        expected += 1.0
        expected *= 0.5
        mass = drawn * expected
        gradient = goal - shared.project(mass)
        mass -= mass * expected
        factors = factor_systems(shared.compute_grams(mass))
        step = factors.solve(np.ascontiguousarray(gradient.T)).T
        current = current + step
        coefficients[active] = current
        done = factors.is_definite & (np.einsum("bp,bp->b", gradient, step) <= _GAIN)
        settled[active[done]] = True
        keep = np.flatnonzero(~done & factors.is_definite)
        if keep.size == 0:
            break
        # settled draws may take a step more, singular ones must not: their steps are without bound
        if keep.size < 0.9 * active.size or not factors.is_definite.all():
            active, current = active[keep], current[keep]
            drawn, goal = drawn[keep], goal[keep]
    rest = np.flatnonzero(~settled)
    if rest.size:
        arms: Vector = np.broadcast_to(arm, (rest.size, arm.size))
        coefficients[rest], _ = maximise_likelihoods(shared, arms, weights[rest])
    return coefficients

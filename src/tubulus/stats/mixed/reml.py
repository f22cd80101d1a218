"""Maximise the restricted likelihood over unstructured covariance matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.stats.missing import Vector
from tubulus.stats.mixed.likelihood import (
    Generalised,
    Score,
    compute_score,
    fit_generalised,
    make_entries,
)
from tubulus.stats.mixed.moments import Moments

__all__ = ["RemlFit", "fit_reml"]

_MOST_ITERATIONS = 100
_MOST_HALVINGS = 30
# Half the Newton decrement is what a further step would gain in -2 log likelihood; the step taken
# at this gain squares it, below rounding.
_GAIN_TOLERANCE = 1e-9
# Smallest eigenvalue of the correlation between visits that still counts as positive.
_SINGULAR = 1e-9
# Gradient left at the end, in standard errors of the covariance entries.
_GRADIENT_TOLERANCE = 1e-5

SINGULAR_REASON = (
    "the covariance between visits runs into a singular matrix; too few participants were "
    "observed at several visits for an unstructured covariance"
)


@dataclass(frozen=True, slots=True)
class RemlFit:
    """A repeated-measures model at the maximum of its restricted likelihood.

    Parameters
    ----------
    moments : Moments
        Observations, scaled.
    sigma : ndarray, shape (n_sets, v, v)
        Covariance between visits, of the scaled outcome.
    score : Score
        Derivatives at the maximum.
    entry_covariance : ndarray, shape (k, k)
        Covariance of the estimated entries of sigma: inverse observed information.
    iterations : int
        Newton steps taken.
    """

    moments: Moments
    sigma: Vector
    score: Score
    entry_covariance: Vector
    iterations: int


def fit_reml(moments: Moments) -> RemlFit | str:
    """Fit covariance matrices and coefficients by restricted maximum likelihood.

    Returns
    -------
    RemlFit or str
        A sentence where no maximum was found: visits never observed together, a covariance that
        becomes singular, or no convergence.

    Notes
    -----
    Newton's method in the entries of the covariance matrices, by the observed information where it
    is positive definite and by the expected one (Fisher scoring) elsewhere; a step is halved until
    every matrix is positive definite and the likelihood rises (Jennrich and Schluchter 1986).
    """
    if not _is_every_pair_observed(moments):
        return "two visits were never observed in the same participant"
    sigma = _guess_start(moments)
    fit = None if sigma is None else fit_generalised(moments, sigma)
    if sigma is None or fit is None:
        return SINGULAR_REASON
    for iteration in range(1, _MOST_ITERATIONS + 1):
        score = compute_score(moments, fit)
        step = _solve(score.observed, score.gradient)
        if step is None:
            step = _solve(score.expected, score.gradient)
        if step is None or _is_singular(sigma):
            return SINGULAR_REASON
        gain = float(score.gradient @ step) / 2.0
        moved = _search(moments, sigma, fit, _unpack(step, moments), gain)
        if moved is None:
            return _finish(moments, sigma, fit, iteration)
        sigma, fit = moved
        if gain < _GAIN_TOLERANCE:
            return _finish(moments, sigma, fit, iteration)
    return f"the restricted likelihood found no maximum in {_MOST_ITERATIONS} steps"


def _is_every_pair_observed(moments: Moments) -> bool:
    for index in range(moments.n_sets):
        seen = moments.observed[moments.sets == index].astype(np.intp)
        if (seen.T @ seen == 0).any():
            return False
    return True


def _guess_start(moments: Moments) -> Vector | None:
    """Guess from pairs of residuals, correlations shrunken until the matrix is positive."""
    start = np.empty((moments.n_sets, *moments.observed.shape[1:], moments.observed.shape[1]))
    for index in range(moments.n_sets):
        members = moments.sets == index
        seen = moments.observed[members].astype(np.float64)
        pairs = (seen * moments.counts[members, None]).T @ seen
        matrix = moments.cross[members, :, :, -1, -1].sum(axis=0) / pairs
        spread = np.sqrt(np.diagonal(matrix))
        if (spread <= 1e-8 * spread.max()).any():
            return None
        correlation = matrix / np.outer(spread, spread)
        while np.linalg.eigvalsh(correlation)[0] < 0.05:
            correlation = 0.7 * correlation + 0.3 * np.eye(spread.size)
        start[index] = correlation * np.outer(spread, spread)
    return start


def _solve(information: Vector, gradient: Vector) -> Vector | None:
    scale = np.sqrt(np.abs(np.diagonal(information)))
    if (scale == 0.0).any():
        return None
    scaled = information / np.outer(scale, scale)
    if np.linalg.eigvalsh(scaled)[0] <= 1e-10:
        return None
    return np.asarray(np.linalg.solve(scaled, gradient / scale) / scale)


def _unpack(step: Vector, moments: Moments) -> Vector:
    entries = make_entries(moments.observed.shape[1])
    return np.tensordot(step.reshape(moments.n_sets, -1), entries, 1)


def _search(
    moments: Moments, sigma: Vector, fit: Generalised, step: Vector, gain: float
) -> tuple[Vector, Generalised] | None:
    share = 1.0
    for _ in range(_MOST_HALVINGS):
        trial = sigma - share * step
        found = fit_generalised(moments, trial)
        # so close to the maximum the likelihood's own rounding hides the rise
        if found is not None and (found.deviance < fit.deviance or gain < _GAIN_TOLERANCE):
            return trial, found
        share /= 2.0
    return None


def _is_singular(sigma: Vector) -> bool:
    spread = np.sqrt(np.diagonal(sigma, axis1=1, axis2=2))
    correlation = sigma / (spread[:, :, None] * spread[:, None, :])
    return bool(np.linalg.eigvalsh(correlation)[:, 0].min() < _SINGULAR)


def _finish(moments: Moments, sigma: Vector, fit: Generalised, iterations: int) -> RemlFit | str:
    if _is_singular(sigma):
        return SINGULAR_REASON
    score = compute_score(moments, fit)
    step = _solve(score.observed, score.gradient)
    if step is None:
        return "the restricted likelihood is flat or has a saddle where the search ended"
    # -2 log likelihood has twice the information; Wald distance of the last gradient from zero
    if abs(float(score.gradient @ step)) / 2.0 > _GRADIENT_TOLERANCE**2:
        return "the search for the maximum of the restricted likelihood stalled"
    covariance = 2.0 * np.asarray(np.linalg.inv(score.observed), dtype=np.float64)
    return RemlFit(moments, sigma, score, covariance, iterations)

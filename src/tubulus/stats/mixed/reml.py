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
# Smallest eigenvalue of the correlation between visits that still counts as positive: where the
# maximum lies on the border the steps halve the distance to it and the gain stays far above its
# tolerance down to here.
_SINGULAR = 1e-6
# Smallest eigenvalue of the information, in coordinates that make the covariance the identity.
_FLAT = 1e-10
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
        if _is_singular(sigma):
            return SINGULAR_REASON
        step = _solve(score.observed, score.gradient, sigma)
        if step is None:
            step = _solve(score.expected, score.gradient, sigma)
        if step is None:
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


def _solve(information: Vector, gradient: Vector, sigma: Vector) -> Vector | None:
    """Solve for the Newton step, None where the information is not positive definite.

    Entries are turned into those of D in S = L (I + D) L', L the root of S: units and strong
    correlations between visits then leave the information well conditioned.
    """
    turn = _turn_entries(sigma)
    turned = turn.T @ information @ turn
    if np.linalg.eigvalsh(turned)[0] <= _FLAT * np.abs(turned).max():
        return None
    return np.asarray(turn @ np.linalg.solve(turned, turn.T @ gradient))


def _turn_entries(sigma: Vector) -> Vector:
    n_sets, visits, _ = sigma.shape
    entries = make_entries(visits)
    rows, columns = np.triu_indices(visits)
    root = np.linalg.cholesky(sigma)
    moved = root[:, None] @ entries @ root.transpose(0, 2, 1)[:, None]
    size = rows.size
    turn = np.zeros((n_sets * size, n_sets * size))
    for index in range(n_sets):
        part = slice(index * size, (index + 1) * size)
        turn[part, part] = moved[index][:, rows, columns].T
    return turn


def _unpack(step: Vector, moments: Moments) -> Vector:
    entries = make_entries(moments.observed.shape[1])
    return np.tensordot(step.reshape(moments.n_sets, -1), entries, 1)


def _search(
    moments: Moments, sigma: Vector, fit: Generalised, step: Vector, gain: float
) -> tuple[Vector, Generalised] | None:
    share = 1.0
    for _ in range(_MOST_HALVINGS):
        trial = sigma - share * step
        # no participant may have every visit: the whole matrix is to be positive all the same
        found = None if _is_singular(trial, 0.0) else fit_generalised(moments, trial)
        # so close to the maximum the likelihood's own rounding hides the rise
        if found is not None and (found.deviance < fit.deviance or gain < _GAIN_TOLERANCE):
            return trial, found
        share /= 2.0
    return None


def _is_singular(sigma: Vector, least: float = _SINGULAR) -> bool:
    variances = np.diagonal(sigma, axis1=1, axis2=2)
    if variances.min() <= 0.0:
        return True
    spread = np.sqrt(variances)
    correlation = sigma / (spread[:, :, None] * spread[:, None, :])
    return bool(np.linalg.eigvalsh(correlation)[:, 0].min() <= least)


def _finish(moments: Moments, sigma: Vector, fit: Generalised, iterations: int) -> RemlFit | str:
    if _is_singular(sigma):
        return SINGULAR_REASON
    score = compute_score(moments, fit)
    step = _solve(score.observed, score.gradient, sigma)
    if step is None:
        return "the restricted likelihood is flat or has a saddle where the search ended"
    # -2 log likelihood has twice the information; Wald distance of the last gradient from zero
    if abs(float(score.gradient @ step)) / 2.0 > _GRADIENT_TOLERANCE**2:
        return "the search for the maximum of the restricted likelihood stalled"
    turn = _turn_entries(sigma)
    inverse = np.linalg.inv(turn.T @ score.observed @ turn)
    covariance = 2.0 * np.asarray(turn @ inverse @ turn.T, dtype=np.float64)
    return RemlFit(moments, sigma, score, covariance, iterations)

"""Profile of the penalised likelihood: limits and test of one coefficient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.firth import FirthFit
from tubulus.stats.logistic.penalised import PenalisedMaxima, maximise_penalised
from tubulus.stats.missing import Vector

__all__ = ["NO_LIMIT", "compute_likelihood_ratio_test", "compute_profile_limits"]

NO_LIMIT = "the profile of the penalised likelihood does not fall to its limit"

# The search ends when a limit moves by less than this share of its distance from the estimate.
_TOLERANCE = 1e-11
_MOST_STEPS = 100
# Farther from the estimate than this many standard errors there is no limit worth a number.
_FARTHEST = 1e3


@dataclass(slots=True)
class _Profile:
    """Signed root of the likelihood ratio along one coefficient, and its slope."""

    design: SharedDesign
    outcome: Vector
    weights: Vector
    fit: FirthFit
    column: int

    def compute_root(self, value: float, start: Vector) -> tuple[float, float, Vector] | None:
        """Compute the root at a value, its slope, and the other coefficients there."""
        begin = start.copy()
        begin[self.column] = value
        maxima = self._maximise(begin)
        if not maxima.converged[0]:
            return None
        drop = 2.0 * (self.fit.penalised_log_likelihood - float(maxima.heights[0]))
        root = max(drop, 0.0) ** 0.5
        # the other coefficients stand at their maximum, so that only this derivative counts
        slope = abs(float(maxima.scores[0, self.column])) / root if root > 0.0 else 0.0
        return root, slope, maxima.coefficients[0]

    def _maximise(self, begin: Vector) -> PenalisedMaxima:
        return maximise_penalised(
            self.design,
            self.outcome[None],
            self.weights[None],
            start=begin[None],
            fixed=(self.column,),
        )


def compute_profile_limits(
    design: Vector,
    outcome: Vector,
    fit: FirthFit,
    column: int,
    *,
    confidence: float,
    weights: Vector | None = None,
) -> tuple[float, float] | str:
    """Compute the profile penalised-likelihood limits of one coefficient.

    Parameters
    ----------
    design, outcome, weights : ndarray
        What ``fit`` was fitted to.
    fit : FirthFit
        The fit.
    column : int
        Which coefficient.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    tuple of float or str
        Both limits of the log odds ratio, or why there are none.

    Notes
    -----
    The limits are where 2 (l*(fit) - max l*(b | b_j)) reaches the chi-squared quantile of one
    degree of freedom; the penalty keeps every column, that of b_j too (Heinze and Schemper 2002).
    Newton's method on the root of that difference, nearly a line, kept between bounds.
    """
    w = np.ones(outcome.size) if weights is None else weights
    profile = _Profile(SharedDesign(design), outcome, w, fit, column)
    height = float(special.ndtri(0.5 + confidence / 2.0))
    low, high = (_find_limit(profile, height, side) for side in (-1.0, 1.0))
    if low is None or high is None:
        return NO_LIMIT
    return low, high


def _find_limit(profile: _Profile, height: float, side: float) -> float | None:
    centre = float(profile.fit.coefficients[profile.column])
    unit = float(profile.fit.covariance[profile.column, profile.column]) ** 0.5
    inner, outer, distance, others = 0.0, np.inf, height * unit, profile.fit.coefficients
    for _ in range(_MOST_STEPS):
        found = profile.compute_root(centre + side * distance, others)
        if found is None or distance > _FARTHEST * unit:
            return None
        root, slope, others = found
        if root < height:
            inner = distance
        else:
            outer = distance
        move = (height - root) / slope if slope > 0.0 else np.inf
        if abs(move) <= _TOLERANCE * distance:
            return float(centre + side * (distance + move))
        # the step of Newton where it stays between the bounds and is not long
        target = min(distance + move, 2.0 * distance)
        inside = inner < target < outer
        distance = target if inside else 0.5 * (inner + min(outer, 2.0 * distance))
    return None


def compute_likelihood_ratio_test(
    design: Vector,
    outcome: Vector,
    fit: FirthFit,
    column: int,
    *,
    weights: Vector | None = None,
) -> float | None:
    """Compute the p-value of the penalised likelihood-ratio test that one coefficient is 0.

    Returns
    -------
    float or None
        None where the search for the restricted maximum did not end.
    """
    w = np.ones(outcome.size) if weights is None else weights
    profile = _Profile(SharedDesign(design), outcome, w, fit, column)
    found = profile.compute_root(0.0, fit.coefficients)
    if found is None:
        return None
    p_value: float = 2.0 * float(special.ndtr(-found[0]))
    return p_value

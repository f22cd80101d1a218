"""Profile likelihood of the contrast, also where a whole arm is below its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from tubulus.stats.censored.censored_normal import CensoredFit, fit_censored_normal
from tubulus.stats.missing import Vector

__all__ = ["HIDDEN_ARM", "NO_DROP", "Drop", "Profile", "find_finite_limit"]

Drop = Callable[[float], float]

HIDDEN_ARM = "all of one arm are below their limits: no finite contrast fits best"
NO_DROP = "the likelihood does not fall far enough for a profile limit"

_MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True)
class Profile:
    """Columns of a censored regression with the arm apart.

    Parameters
    ----------
    outcome, arm : ndarray, shape (n,)
        Value or limit, and 1 in the first arm, 0 in the comparator.
    below : ndarray of bool, shape (n,)
        Whether the outcome is a limit.
    covariates : ndarray, shape (n, k)
        Columns without intercept.
    """

    outcome: Vector
    below: NDArray[np.bool_]
    arm: Vector
    covariates: Vector

    def fit_both_arms(self) -> CensoredFit | str:
        """Fit intercept, arm and covariates."""
        design = np.column_stack([np.ones(self.arm.size), self.arm, self.covariates])
        return fit_censored_normal(self.outcome, self.below, design)

    def fit_hidden_arm(self) -> CensoredFit | str:
        """Fit the arm with quantified values alone.

        Notes
        -----
        As the contrast goes to its infinity the likelihood of the hidden arm goes to 1, so that
        the limit of the likelihood is that of the other arm.
        """
        in_first = self.arm == 1.0
        seen = in_first if self.below[~in_first].all() else ~in_first
        design = np.column_stack([np.ones(self.arm.size), self.covariates])
        return fit_censored_normal(self.outcome[seen], self.below[seen], design[seen])

    def make_drop(self, top: float) -> Drop:
        """Make the function 2 (top - l(contrast)) with everything else refitted."""
        design = np.column_stack([np.ones(self.arm.size), self.covariates])

        def compute_drop(contrast: float) -> float:
            fit = fit_censored_normal(self.outcome - contrast * self.arm, self.below, design)
            # a fit that fails lies far beyond every limit looked for
            return np.inf if isinstance(fit, str) else 2.0 * (top - fit.log_likelihood)

        return compute_drop


def find_finite_limit(drop: Drop, sd: float, *, rises: bool, confidence: float) -> float | None:
    """Find where the likelihood has dropped by the quantile, on the finite side of the contrast.

    Parameters
    ----------
    drop : callable
        Monotone, 0 at the infinite end.
    sd : float
        First step, of the size of the residuals.
    rises : bool
        Whether the contrast is plus infinity, the comparator being hidden.
    confidence : float
        Two-sided level of the likelihood-ratio test.
    """
    wanted = float(special.ndtri(0.5 + confidence / 2.0)) ** 2
    towards_infinity = 1.0 if rises else -1.0
    is_beyond = drop(0.0) >= wanted
    direction = towards_infinity if is_beyond else -towards_infinity
    inner, outer = 0.0, direction * sd
    for _ in range(_MOST_DOUBLINGS):
        if (drop(outer) >= wanted) != is_beyond:
            break
        inner, outer = outer, 2.0 * outer
    else:
        return None
    return float(
        optimize.brentq(
            lambda b: min(drop(b), 1e6) - wanted, inner, outer, xtol=1e-12 * max(1.0, sd)
        )
    )

"""Separation: covariates that order the levels of an outcome without exception."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from tubulus.stats.missing import Vector
from tubulus.stats.ordinal.cumulative_logit import Codes

__all__ = ["is_separated"]

# The programme's box is 1 wide; a gain below this is the solver's rounding.
_TOLERANCE = 1e-6


def is_separated(levels: Codes, design: Vector) -> bool:
    """Say whether the cumulative logit likelihood has no maximum.

    Parameters
    ----------
    levels : ndarray of int, shape (n,)
        Level of each participant, 0 to k - 1, every level present.
    design : ndarray, shape (n, p)
        Columns without intercept, of full rank with one, each of a size near 1.

    Notes
    -----
    The log-likelihood is concave; it has no maximum if and only if some linear combination of the
    columns, not constant, never falls from one level to the next: x_i'd <= t_j <= x_k'd for all i
    in level j and k in level j + 1 (Albert and Anderson 1984 for nominal, here for ordered levels).
    A linear programme finds the combination whose sum of steps is largest, abs(d) <= 1.
    """
    p, cuts = design.shape[1], int(levels.max())
    below, above = levels < cuts, levels > 0
    n_below, n_above = int(below.sum()), int(above.sum())
    upper = np.zeros((n_below, p + cuts))
    upper[:, :p] = design[below]
    upper[np.arange(n_below), p + levels[below]] = -1.0
    lower = np.zeros((n_above, p + cuts))
    lower[:, :p] = -design[above]
    lower[np.arange(n_above), p + levels[above] - 1] = 1.0
    constraints = np.vstack([upper, lower])
    bounds = [(-1.0, 1.0)] * p + [(None, None)] * cuts
    solution = optimize.linprog(
        constraints.sum(axis=0), A_ub=constraints, b_ub=np.zeros(n_below + n_above), bounds=bounds
    )
    return bool(solution.status == 0 and solution.fun < -_TOLERANCE)

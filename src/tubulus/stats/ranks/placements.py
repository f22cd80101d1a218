"""Placements: the share of the other arm that each participant exceeds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.stats.missing import Vector

__all__ = ["Placements", "compute_placements", "compute_variance"]


@dataclass(frozen=True, slots=True)
class Placements:
    """Wins and losses of every participant against the other arm.

    Parameters
    ----------
    wins_1, losses_1 : ndarray, shape (n_1,)
        Share of the comparator that each participant of the first arm exceeds and falls below.
    wins_0, losses_0 : ndarray, shape (n_0,)
        Share of the first arm that exceeds and falls below each participant of the comparator:
        wins and losses always count for the first arm.
    """

    wins_1: Vector
    losses_1: Vector
    wins_0: Vector
    losses_0: Vector


def compute_placements(first: Vector, second: Vector) -> Placements:
    """Compute the placements of two arms, neither empty and nothing missing."""
    ordered_1, ordered_0 = np.sort(first), np.sort(second)
    n_1, n_0 = first.size, second.size
    return Placements(
        wins_1=np.searchsorted(ordered_0, first, side="left") / n_0,
        losses_1=(n_0 - np.searchsorted(ordered_0, first, side="right")) / n_0,
        wins_0=(n_1 - np.searchsorted(ordered_1, second, side="right")) / n_1,
        losses_0=np.searchsorted(ordered_1, second, side="left") / n_1,
    )


def compute_variance(parts_1: Vector, parts_0: Vector) -> tuple[float, float]:
    """Compute the variance of a U-statistic and its Satterthwaite degrees of freedom.

    Parameters
    ----------
    parts_1, parts_0 : ndarray, shapes (n_1,) and (n_0,)
        A combination of the placements of each participant, the same in both arms.

    Returns
    -------
    variance, df : float
        v_1 + v_0 with v_i = S_i^2 / n_i, and (v_1 + v_0)^2 / sum v_i^2 / (n_i - 1). Both are 0
        where nothing varies.

    Notes
    -----
    The estimator of Brunner and Munzel (2000) and of DeLong (1988); both arms need two members.
    """
    v_1, v_0 = (float(np.var(part, ddof=1)) / part.size for part in (parts_1, parts_0))
    # shares of whole numbers: below this only rounding is left of equal placements
    v_1, v_0 = (v if v > 1e-28 else 0.0 for v in (v_1, v_0))
    if v_1 + v_0 == 0.0:
        return 0.0, 0.0
    spread = v_1**2 / (parts_1.size - 1) + v_0**2 / (parts_0.size - 1)
    return v_1 + v_0, (v_1 + v_0) ** 2 / spread

"""Rank of one value among decoys: p, its smallest attainable value, and the share beaten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["RankTest", "rank_among"]

Floats = npt.NDArray[np.float64]

# values nearer than this are one value: they differ by rounding alone
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class RankTest:
    """Rank of one value among decoys.

    Attributes
    ----------
    p : float
        (1 + decoys at least as favourable) / (1 + decoys).
    smallest_p : float
        1 / (1 + decoys).
    percent : float or None
        Percentage of decoys that are less favourable; ties are not. None without a decoy.
    n_decoys : int
        Decoys.
    """

    p: float
    smallest_p: float
    percent: float | None
    n_decoys: int


def rank_among(value: float, decoys: Floats) -> RankTest:
    """Rank a value among decoys, more being more favourable.

    Parameters
    ----------
    value : float
        The value asked about.
    decoys : ndarray
        Values of decoys, of any shape; NaN where missing.

    Notes
    -----
    Ties count against the value. Values within 1e-9 times the largest size are ties.
    """
    decoys = decoys[np.isfinite(decoys)]
    n = int(decoys.size)
    slack = _TIE * max(abs(value), float(np.abs(decoys).max(initial=0.0)))
    hits = int((decoys >= value - slack).sum())
    percent = 100.0 * (n - hits) / n if n else None
    return RankTest((1 + hits) / (1 + n), 1.0 / (1 + n), percent, n)

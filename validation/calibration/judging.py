"""Rates with their Monte Carlo errors, and whether a promise held."""

from __future__ import annotations

import numpy as np

__all__ = ["ALPHAS", "compute_rate", "judge", "show_rates"]

ALPHAS = (0.001, 0.01, 0.05, 0.1)


def compute_rate(rejected: np.ndarray) -> tuple[float, float]:
    """Return the mean rejection rate and its Monte Carlo SE over replicates."""
    per_replicate = rejected.reshape(rejected.shape[0], -1).mean(axis=1)
    se = per_replicate.std(ddof=1) / np.sqrt(per_replicate.size)
    return float(per_replicate.mean()), float(se)


def judge(rejected: np.ndarray, alpha: float, *, one: bool | None = None) -> bool:
    """Return whether the rate is at most alpha + 3 SE.

    Where a replicate gives one answer, the SE is at least that of a rate of alpha: an estimate
    from no rejection at all would be zero. ``one`` says so where the array holds means.
    """
    value, se = compute_rate(rejected)
    if one is None:
        one = rejected.reshape(rejected.shape[0], -1).shape[1] == 1
    floor = np.sqrt(alpha * (1 - alpha) / rejected.shape[0]) if one else 0.0
    return value <= alpha + 3 * max(se, floor)


def show_rates(p: np.ndarray, alphas: tuple[float, ...] = ALPHAS) -> str:
    """Return the cells of a row: the rate at each alpha with its SE, and whether all held.

    NaN stands where a replicate has fewer tests than another, and is left out.
    """
    cells, broken = [], []
    tests = np.isfinite(p.reshape(p.shape[0], -1))
    for alpha in alphas:
        rejected = (p <= alpha).reshape(tests.shape)
        if not tests.all():
            rejected = (rejected.sum(axis=1) / tests.sum(axis=1))[:, None]
        cells.append("{:.4f} ({:.4f})".format(*compute_rate(rejected)))
        if not judge(rejected, alpha, one=tests.shape[1] == 1):
            broken.append(f"{alpha:g}")
    held = f"**no**, at {', '.join(broken)}" if broken else "yes"
    return f"{' | '.join(cells)} | {held}"

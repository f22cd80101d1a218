"""False discovery rates over the pairs of a campaign."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["compute_bh_q", "compute_by_q"]

Floats = npt.NDArray[np.float64]


def compute_bh_q(p: Floats) -> Floats:
    """Compute Benjamini-Hochberg adjusted p-values, shape (n,), none missing.

    Notes
    -----
    q_(i) = min over j >= i of p_(j) n / j (Benjamini and Hochberg, J R Stat Soc B 1995;57:289).
    Holds under independence and under positive dependence.
    """
    order = np.argsort(p)[::-1]
    ranks = np.arange(p.size, 0, -1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(p[order] * p.size / ranks), 1.0)
    return q


def compute_by_q(p: Floats) -> Floats:
    """Compute Benjamini-Yekutieli adjusted p-values, shape (n,), none missing.

    Notes
    -----
    The Benjamini-Hochberg values times 1 + 1/2 + ... + 1/n; holds under any dependence.
    """
    factor = float((1.0 / np.arange(1, p.size + 1)).sum())
    return np.minimum(compute_bh_q(p) * max(factor, 1.0), 1.0)

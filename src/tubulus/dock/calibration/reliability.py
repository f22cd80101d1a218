"""Whether p-values of non-partners keep their promise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["compute_rate_se", "tabulate_reliability"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def compute_rate_se(hits: Flags | Floats, tested: Flags) -> float:
    """Compute the standard error of a rate over pairs that share rows and columns.

    Parameters
    ----------
    hits : ndarray, shape (r, c)
        Pairs below the level; or the share of the tests of each pair that were.
    tested : ndarray of bool, shape (r, c)
        Pairs that count; at least one.

    Notes
    -----
    Variance by rows plus by columns less by cells (Cameron, Gelbach and Miller 2011, J Bus Econ
    Stat 29:238); where that is not positive, the one by cells.
    """
    n = int(tested.sum())
    off = np.where(tested, hits - hits[tested].mean(), 0.0)
    by_cell = float((off**2).sum())
    variance = float((off.sum(axis=1) ** 2).sum() + (off.sum(axis=0) ** 2).sum()) - by_cell
    return float(np.sqrt(variance if variance > 0.0 else by_cell)) / n


def tabulate_reliability(
    p: Floats,
    non_partner: Flags,
    alphas: Sequence[float] = (0.01, 0.05, 0.1),
    *,
    smallest_p: Floats | None = None,
) -> pl.DataFrame:
    """Tabulate how often p of non-partners is at most each level.

    Parameters
    ----------
    p : ndarray, shape (r, c)
        p-values; NaN where a pair has none.
    non_partner : ndarray of bool, shape (r, c)
        Pairs taken for non-partners.
    smallest_p : ndarray, shape (r, c), optional
        Smallest p that each pair could have; 0 where absent.

    Returns
    -------
    polars.DataFrame
        ``alpha``, ``rate``, ``se``, ``n``, ``held`` (rate ≤ alpha + 3 SE). The SE in ``held`` is
        at least that of ``alpha`` over as many independent pairs. Null where no pair counts;
        ``held`` is null too where no pair could have had so small a p, for nothing was tested.
    """
    tested = non_partner & np.isfinite(p)
    n = int(tested.sum())
    least = 0.0 if smallest_p is None or not n else float(np.min(smallest_p[tested]))
    rows: list[dict[str, object]] = []
    for alpha in alphas:
        row: dict[str, object] = {"alpha": alpha, "n": n}
        if n:
            hits = tested & (p <= alpha)
            rate, se = float(hits[tested].mean()), compute_rate_se(hits, tested)
            allowed = alpha + 3 * max(se, float(np.sqrt(alpha * (1 - alpha) / n)))
            row |= {"rate": rate, "se": se, "held": rate <= allowed if least <= alpha else None}
        rows.append(row)
    schema = {"alpha": pl.Float64, "rate": pl.Float64, "se": pl.Float64}
    return pl.DataFrame(rows, schema=schema | {"n": pl.Int64, "held": pl.Boolean})

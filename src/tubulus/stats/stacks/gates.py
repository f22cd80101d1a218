"""Graphs of hypotheses over many trials: who is rejected, from what is rejected already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["compute_gate_weights", "reject_by_gates"]

_ROUNDING = 1e-12
_MOST = 12
"""Hypotheses of a graph: the table has a row for each set of them."""


def compute_gate_weights(weights: Vector, passes: Vector) -> Vector:
    """Compute the share of alpha of each hypothesis for every set that is rejected already.

    Parameters
    ----------
    weights : ndarray, shape (h,)
        Shares of alpha at the start.
    passes : ndarray, shape (h, h)
        Row i says which share of its alpha hypothesis i passes to each other.

    Returns
    -------
    ndarray, shape (2**h, h)
        Row s belongs to the set of hypotheses whose bits are 1 in s; 0 for those in the set.

    Raises
    ------
    ValueError
        If there are more than 12 hypotheses.

    Notes
    -----
    Bretz, Stat Med 2009;28:586-604, algorithm 1: when i is rejected, w_l += w_i g_il and
    g_lk = (g_lk + g_li g_ik) / (1 - g_li g_il). What is left does not depend on the order.
    """
    h = weights.size
    if h > _MOST:
        raise ValueError(f"a graph over simulated trials has at most {_MOST} hypotheses, not {h}")
    table = np.zeros((2**h, h))
    graphs: list[Vector] = [passes.astype(np.float64)] + [passes] * (2**h - 1)
    table[0] = weights
    for chosen in range(1, 2**h):
        last = chosen.bit_length() - 1
        before = chosen & ~(1 << last)
        table[chosen], graphs[chosen] = _reject(table[before], graphs[before], last)
    return table


def _reject(weights: Vector, passes: Vector, rejected: int) -> tuple[Vector, Vector]:
    """Take one hypothesis out of a graph and hand on its alpha."""
    updated = weights + weights[rejected] * passes[rejected]
    updated[rejected] = 0.0
    to_it, from_it = passes[:, rejected], passes[rejected]
    loop = 1.0 - to_it * from_it
    through = passes + np.outer(to_it, from_it)
    graph = np.divide(
        through, loop[:, None], out=np.zeros_like(through), where=loop[:, None] > _ROUNDING
    )
    np.fill_diagonal(graph, 0.0)
    graph[rejected, :] = 0.0
    graph[:, rejected] = 0.0
    return updated, graph


def reject_by_gates(p_values: Vector, table: Vector, alpha: float) -> NDArray[np.bool_]:
    """Reject hypotheses one after the other in every trial.

    Parameters
    ----------
    p_values : ndarray, shape (B, h)
        p-values; NaN, which rejects nothing, where a test gave none.
    table : ndarray, shape (2**h, h)
        From :func:`compute_gate_weights`.
    alpha : float
        Error of the family.

    Returns
    -------
    ndarray of bool, shape (B, h)
    """
    batch, h = p_values.shape
    filled = np.where(np.isnan(p_values), np.inf, p_values)
    state = np.zeros(batch, dtype=np.int64)
    bits = 1 << np.arange(h)
    for _ in range(h):
        can = (filled <= table[state] * alpha) & (table[state] > 0.0)
        if not can.any():
            break
        first = can.argmax(axis=1)
        state |= np.where(can.any(axis=1), bits[first], 0)
    return np.asarray((state[:, None] & bits) != 0)

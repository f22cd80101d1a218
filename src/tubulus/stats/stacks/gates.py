"""Graphs of hypotheses over many trials: who is rejected, from what is rejected already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector
from tubulus.stats.multiplicity.graphical import hand_on

__all__ = ["compute_gate_weights", "reject_by_gates"]

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
    The updates of ``tubulus.stats.multiplicity.compute_graphical`` (Bretz, Stat Med
    2009;28:586-604). What a set of rejections leaves does not depend on their order.
    """
    h = weights.size
    if h > _MOST:
        raise ValueError(f"a graph over simulated trials has at most {_MOST} hypotheses, not {h}")
    table = np.zeros((2**h, h))
    graphs = [passes.astype(np.float64)]
    table[0] = weights
    bits = 1 << np.arange(h)
    for rejected in range(1, 2**h):
        last = rejected.bit_length() - 1
        before = rejected & ~(1 << last)
        table[rejected], graph = hand_on(
            table[before], graphs[before], last, (rejected & bits) == 0
        )
        graphs.append(graph)
    return table


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

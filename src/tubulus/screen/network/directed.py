"""The walk on a directed network, by repeated steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tubulus.screen.network.edges import Network

__all__ = ["iterate_contraction", "scale_by_outflow", "walk_directed"]

Floats = NDArray[np.float64]
_MAX_STEPS = 100_000


def scale_by_outflow(matrix: sparse.csr_array, weights: sparse.csr_array) -> sparse.csr_array:
    """Compute the transition matrix: column j spreads node j over its targets.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (n, n)
        Weights, with sign or without.
    weights : scipy.sparse.csr_array, shape (n, n)
        Positive weights; their row sums are the outflow.
    """
    outflow = np.asarray(weights.sum(axis=1), dtype=np.float64)
    factor = 1.0 / np.where(outflow > 0, outflow, 1.0)
    return sparse.csr_array((sparse.diags_array(factor) @ matrix).T)


def iterate_contraction(
    matrix: sparse.csr_array, right: Floats, damping: float, tolerance: float, *, axis_norm: str
) -> tuple[Floats, float, int]:
    """Solve x = damping A x + b by repetition, for A that does not lengthen in the named norm.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (n, n)
        A.
    right : ndarray, shape (n, m)
        b.
    damping : float
        In (0, 1).
    tolerance : float
        Largest allowed error, in the norm.
    axis_norm : {"sum", "max"}
        Norm of a column: sum or largest of the absolute values.

    Returns
    -------
    x : ndarray, shape (n, m)
    bound : float
        damping / (1 - damping) times the last change: no error is longer (Banach).
    steps : int
    """
    x = right.copy()
    for step in range(1, _MAX_STEPS + 1):
        new: Floats = matrix @ x
        new *= damping
        new += right
        change = np.abs(new - x)
        last = change.sum(axis=0) if axis_norm == "sum" else change.max(axis=0, initial=0.0)
        bound = damping / (1.0 - damping) * float(last.max(initial=0.0))
        x = new
        if bound <= tolerance:
            return x, bound, step
    raise ArithmeticError(f"the walk did not reach {tolerance:.1e} in {_MAX_STEPS} steps")


def walk_directed(
    network: Network, restart: sparse.csc_array, damping: float, tolerance: float
) -> tuple[Floats, Floats | None, float, int]:
    """Walk along the edges from each column of the restart distribution.

    Returns
    -------
    scores, net : ndarray, shape (n, m)
        Scores sum to one: a walker on a node without way out goes to the seed, which multiplies
        all visits alike.
    bound : float
        Largest error of any score.
    steps : int
    """
    right = (1.0 - damping) * restart.toarray()
    step = scale_by_outflow(network.weights, network.weights)
    # scores are divided by a mass of at least 1 - damping, itself in error by as much
    inner = tolerance * (1.0 - damping) / 3.0
    x, bound, steps = iterate_contraction(step, right, damping, inner, axis_norm="sum")
    mass = x.sum(axis=0)
    least = float(mass.min(initial=1.0)) - bound
    net = None
    if network.signs is not None:
        signed = scale_by_outflow(network.signs, network.weights)
        net, other, more = iterate_contraction(signed, right, damping, inner, axis_norm="sum")
        net /= mass
        bound, steps = max(bound, other), steps + more
    return x / mass, net, 2.0 * bound / least, steps

"""The walk on an undirected network, by conjugate gradients on its symmetric form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tubulus.screen.network.edges import Network
from tubulus.screen.network.linear import SymmetricSystem, solve_symmetric

__all__ = ["UndirectedWalk", "compute_error_factor", "normalise_symmetrically"]

Floats = NDArray[np.float64]
Stationary = tuple[Floats, NDArray[np.int32]]


def compute_error_factor(matrix: sparse.csr_array, root: Floats, damping: float) -> float:
    """Compute c of norm(e_i) <= c norm(r) for scores that were refined by one step.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (n, n)
        N, symmetric, eigenvalues in [-1, 1].
    root : ndarray, shape (n,)
        Scores are root times the solution of (I - damping N) y = b.
    damping : float
        In (0, 1).

    Notes
    -----
    A solution y with residual r and error e = (I - damping N)^-1 r, whose norm is at most
    norm(r) / (1 - damping), is refined to y + r. Its error is damping N e, of which entry i is at
    most damping norm(N_i) norm(e) (Cauchy-Schwarz; N_i is row i). The step takes the degree of
    hubs out of the bound almost wholly, and the residual was needed anyway.
    """
    row = np.sqrt(np.asarray(matrix.power(2).sum(axis=1), dtype=np.float64).ravel())
    # where a row is empty nothing is left after the step; never divide by zero
    return max(damping / (1.0 - damping) * float((root * row).max(initial=0.0)), 1e-300)


def normalise_symmetrically(matrix: sparse.csr_array, degree: Floats) -> sparse.csr_array:
    """Compute D^-1/2 W D^-1/2; rows of nodes without an edge stay empty."""
    factor = sparse.diags_array(1.0 / np.sqrt(np.where(degree > 0, degree, 1.0)))
    return sparse.csr_array(factor @ matrix @ factor)


class UndirectedWalk:
    """The prepared network, nodes in the order of falling degree (the kernels say why)."""

    def __init__(self, network: Network, damping: float, normalisation: str) -> None:
        degree = np.asarray(network.weights.sum(axis=0), dtype=np.float64)
        self.order = np.argsort(-np.diff(network.weights.indptr), kind="stable")
        self.damping = damping
        degree = degree[self.order]
        self.isolated = degree == 0
        root = np.sqrt(np.where(self.isolated, 1.0, degree))
        # the walk is similar to its symmetric form: p = D^1/2 y
        self.column = normalisation == "column"
        self.scale = root if self.column else np.ones_like(root)
        matrix = normalise_symmetrically(self._sort(network.weights), degree)
        self.system = SymmetricSystem.from_matrix(matrix, damping)
        self.factor = compute_error_factor(matrix, self.scale, damping)
        self.stationary = _find_stationary(matrix, np.where(self.isolated, 0.0, root))
        self.signed = (
            None
            if network.signs is None
            else SymmetricSystem.from_matrix(
                normalise_symmetrically(self._sort(network.signs), degree), damping
            )
        )

    def _sort(self, matrix: sparse.csr_array) -> sparse.csr_array:
        return sparse.csr_array(matrix[self.order][:, self.order])

    def walk(
        self, restart: sparse.csc_array, tolerance: float
    ) -> tuple[Floats, Floats | None, float, int]:
        """Walk from each column of the restart distribution.

        Returns
        -------
        scores, net : ndarray, shape (n, m)
        bound : float
            Largest error of any score.
        iterations : int
        """
        right = restart[self.order] * (1.0 - self.damping)
        # a walker on a node without an edge goes to the seed: all visits grow alike, to sum one
        stuck = right.T @ self.isolated.astype(np.float64) if self.column else np.zeros(1)
        mass = 1.0 - self.damping / (1.0 - self.damping) * np.asarray(stuck)
        if self.column:
            right = sparse.diags_array(1.0 / self.scale) @ right
        right = sparse.csr_array(right)
        limit = tolerance / self.factor * float(mass.min())
        y, length, used = self._solve(self.system, right, limit, self.stationary)
        net = None
        if self.signed is not None:
            z, signed_length, more = self._solve(self.signed, right, limit, None)
            length, used = np.maximum(length, signed_length), used + more
            net = self._restore(z, mass)
        bound = self.factor * float((length / mass).max())
        return self._restore(y, mass), net, bound, used

    def _restore(self, y: Floats, mass: Floats) -> Floats:
        """Turn solutions to scores, in the order of the network."""
        scores = np.empty_like(y)
        y *= self.scale[:, None]
        scores[self.order] = np.divide(y, mass, out=y)
        return scores

    def _solve(
        self,
        system: SymmetricSystem,
        right: sparse.csr_array,
        limit: float,
        stationary: Stationary | None,
    ) -> tuple[Floats, Floats, int]:
        """Solve from a start whose residual is known without a product with dense columns."""
        x = right.toarray()
        residual = (self.damping * (system.matrix @ right)).toarray()
        if stationary is not None:
            unit, label = stationary
            joined = sparse.csr_array((unit, (label, np.arange(unit.size)))) @ right
            part = joined.toarray()[label]
            part *= self.damping * unit[:, None]
            residual -= part
            part /= 1.0 - self.damping
            x += part
        length, used = solve_symmetric(system, x, residual, limit=limit)
        return x, length, used


def _find_stationary(matrix: sparse.csr_array, root: Floats) -> Stationary:
    """Find the eigenvector of eigenvalue one of each component, and the component of each node.

    It is the square root of the degree: the part of the answer that converges most slowly is
    known beforehand.
    """
    number, label = connected_components(matrix, directed=False)
    length = np.sqrt(np.bincount(label, weights=root**2, minlength=number))
    return root / np.where(length > 0, length, 1.0)[label], label

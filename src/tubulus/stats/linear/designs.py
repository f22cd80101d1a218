"""The design of many regressions at once: one for all of them, or one for each."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["Designs", "SharedDesign", "StackedDesigns"]


class Designs(Protocol):
    """Products of B designs of n participants and p columns with batches of vectors."""

    @property
    def p(self) -> int:
        """Number of columns."""

    def select(self, rows: NDArray[np.intp] | slice) -> Designs:
        """Return the designs of some data sets of the batch."""

    def predict(self, coefficients: Vector) -> Vector:
        """Multiply by coefficients, (B, p) to (B, n)."""

    def project(self, values: Vector) -> Vector:
        """Multiply the transpose by values of participants, (B, n) to (B, p)."""

    def compute_grams(self, weights: Vector) -> Vector:
        """Compute X' diag(w) X, weights (B, n) to matrices (p, p, B)."""

    def compute_forms(self, matrices: Vector) -> Vector:
        """Compute x_i' A x_i of every participant, matrices (p, p, B) to (B, n)."""


class SharedDesign:
    """One design for every data set: each product is one matrix product.

    Notes
    -----
    X' diag(w) X is linear in w, so that B of them are (B, n) weights times an (n, p^2) matrix of
    products of columns; a bootstrap draw or a permutation is a vector of weights, no row is copied.
    """

    def __init__(self, design: Vector) -> None:
        self.design = design
        products = design[:, :, None] * design[:, None, :]
        self._products = products.reshape(design.shape[0], design.shape[1] ** 2)

    @property
    def p(self) -> int:
        """Number of columns."""
        return int(self.design.shape[1])

    def select(self, rows: NDArray[np.intp] | slice) -> SharedDesign:
        """Return itself: every data set has this design."""
        del rows
        return self

    def predict(self, coefficients: Vector) -> Vector:
        """Multiply by coefficients, (B, p) to (B, n)."""
        return np.asarray(coefficients @ self.design.T)

    def project(self, values: Vector) -> Vector:
        """Multiply the transpose by values of participants, (B, n) to (B, p)."""
        return np.asarray(values @ self.design)

    def compute_grams(self, weights: Vector) -> Vector:
        """Compute X' diag(w) X, weights (B, n) to matrices (p, p, B)."""
        return np.asarray(self._products.T @ weights.T).reshape(self.p, self.p, -1)

    def compute_forms(self, matrices: Vector) -> Vector:
        """Compute x_i' A x_i of every participant, matrices (p, p, B) to (B, n)."""
        return np.asarray(matrices.reshape(self.p**2, -1).T @ self._products.T)


class StackedDesigns:
    """A design for each data set, an array of shape (B, n, p)."""

    def __init__(self, designs: Vector) -> None:
        self.designs = designs

    @property
    def p(self) -> int:
        """Number of columns."""
        return int(self.designs.shape[2])

    def select(self, rows: NDArray[np.intp] | slice) -> StackedDesigns:
        """Return the designs of some data sets of the batch."""
        return StackedDesigns(self.designs[rows])

    def predict(self, coefficients: Vector) -> Vector:
        """Multiply by coefficients, (B, p) to (B, n)."""
        return np.asarray(np.matmul(self.designs, coefficients[:, :, None])[:, :, 0])

    def project(self, values: Vector) -> Vector:
        """Multiply the transpose by values of participants, (B, n) to (B, p)."""
        return np.asarray(np.matmul(values[:, None, :], self.designs)[:, 0, :])

    def compute_grams(self, weights: Vector) -> Vector:
        """Compute X' diag(w) X, weights (B, n) to matrices (p, p, B)."""
        weighted = (self.designs * weights[:, :, None]).transpose(0, 2, 1)
        return np.ascontiguousarray(np.matmul(weighted, self.designs).transpose(1, 2, 0))

    def compute_forms(self, matrices: Vector) -> Vector:
        """Compute x_i' A x_i of every participant, matrices (p, p, B) to (B, n)."""
        product = np.matmul(self.designs, np.ascontiguousarray(matrices.transpose(2, 0, 1)))
        return np.asarray(np.einsum("bnp,bnp->bn", product, self.designs))

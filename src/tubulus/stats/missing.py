"""What is missing from arrays: NaN is a missing value, infinity is a mistake of the caller."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Vector", "read_vector", "select_complete", "select_pairs"]

Vector = NDArray[np.float64]


def read_vector(values: ArrayLike) -> Vector:
    """Read numbers as a vector of floats in which NaN means missing.

    Raises
    ------
    ValueError
        If the values are not one-dimensional or one is infinite.
    """
    vector = np.asarray(values, dtype=np.float64)
    if vector.ndim != 1:
        raise ValueError(f"expected one dimension, got {vector.ndim}")
    if np.isinf(vector).any():
        raise ValueError("a value is infinite; missing values are NaN")
    return vector


def select_complete(values: ArrayLike) -> tuple[Vector, int]:
    """Return the values that are there and the number that are missing."""
    vector = read_vector(values)
    present = vector[~np.isnan(vector)]
    return present, vector.size - present.size


def select_pairs(first: ArrayLike, second: ArrayLike) -> tuple[Vector, Vector, int]:
    """Return the complete pairs of two vectors and the number of pairs left out.

    Raises
    ------
    ValueError
        If the vectors differ in length.
    """
    left, right = read_vector(first), read_vector(second)
    if left.size != right.size:
        raise ValueError(f"pairs need equal lengths, got {left.size} and {right.size}")
    complete = ~(np.isnan(left) | np.isnan(right))
    return left[complete], right[complete], int(left.size - complete.sum())

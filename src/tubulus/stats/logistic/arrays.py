"""Designs, events and weights of a logistic regression as they are given."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.missing import Vector

__all__ = ["find_rank_reason", "read_design", "read_outcomes", "read_weights"]

# Singular values of the column-scaled design below this share of the largest count as zero.
_RANK_TOLERANCE = 1e-10


def read_design(design: ArrayLike, dimensions: int) -> Vector:
    """Read one design (2 dimensions) or a stack of them (3), nothing missing.

    Raises
    ------
    ValueError
        If the dimensions differ, there is no column or a value is not finite.
    """
    array = np.asarray(design, dtype=np.float64)
    if array.ndim != dimensions or array.shape[-1] == 0:
        raise ValueError(f"the design needs {dimensions} dimensions and columns, got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError("the design holds a missing or infinite value")
    return array


def read_outcomes(outcomes: ArrayLike, dimensions: int) -> Vector:
    """Read outcomes 0 and 1, nothing missing.

    Raises
    ------
    ValueError
        If the dimensions differ or a value is neither 0 nor 1.
    """
    array = np.asarray(outcomes, dtype=np.float64)
    if array.ndim != dimensions:
        raise ValueError(f"outcomes need {dimensions} dimensions, got shape {array.shape}")
    if not np.all((array == 0.0) | (array == 1.0)):
        raise ValueError("an outcome is 1 with the event and 0 without, nothing else")
    return array


def read_weights(weights: ArrayLike, dimensions: int) -> Vector:
    """Read weights, 0 or above.

    Raises
    ------
    ValueError
        If the dimensions differ or a weight is negative or not finite.
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim != dimensions:
        raise ValueError(f"weights need {dimensions} dimensions, got shape {array.shape}")
    if not np.all((array >= 0.0) & np.isfinite(array)):
        raise ValueError("a weight is negative, missing or infinite")
    return array


def find_rank_reason(design: Vector) -> str:
    """Say why coefficients are not determined; empty where they are."""
    n, p = design.shape
    if n < p:
        return f"{n} complete participants cannot determine {p} coefficients"
    scale = np.linalg.norm(design, axis=0)
    if (scale == 0.0).any():
        return "a covariate is zero for every complete participant"
    singular = np.linalg.svd(design / scale, compute_uv=False)
    if singular[-1] <= _RANK_TOLERANCE * singular[0]:
        return "covariates determine each other or the arm (the design has not full rank)"
    return ""

"""Analysis of covariance of many data sets at once, for simulated trials and bootstrap draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.linear.definite_systems import factor_systems
from tubulus.stats.linear.designs import Designs, SharedDesign, StackedDesigns
from tubulus.stats.missing import Vector
from tubulus.stats.results import require_confidence

__all__ = ["AncovaBatch", "compute_ancova_batch"]

# as in least_squares: leverage 1, and residuals that are rounding
_LEVERAGE_TOLERANCE = 1e-10
_RELATIVE_ROUNDING = 1e-12
# Numbers of one array at once, so that the arrays of a chunk stay in the cache.
_CHUNK_NUMBERS = 2**16


@dataclass(frozen=True, slots=True)
class AncovaBatch:
    """Adjusted contrasts of B data sets.

    Parameters
    ----------
    estimates, standard_errors : ndarray, shape (B,)
        First arm minus comparator and its HC3 standard error; NaN where not estimable.
    low, high, p_values : ndarray, shape (B,)
        Limits and two-sided p-value from t; NaN where there is no standard error.
    df : ndarray of int, shape (B,)
        Participants who count minus coefficients.
    is_estimable, has_limits : ndarray of bool, shape (B,)
        Whether there is an estimate; whether there are limits.
    confidence : float
        Two-sided level of the limits.
    """

    estimates: Vector
    standard_errors: Vector
    low: Vector
    high: Vector
    p_values: Vector
    df: NDArray[np.int64]
    is_estimable: NDArray[np.bool_]
    has_limits: NDArray[np.bool_]
    confidence: float


def compute_ancova_batch(
    outcomes: ArrayLike,
    arms: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    frequencies: ArrayLike | None = None,
    confidence: float = 0.95,
) -> AncovaBatch:
    """Compute the difference between two arms, adjusted for covariates, in many data sets.

    Parameters
    ----------
    outcomes : array_like, shape (B, n) or (n,)
        Outcomes of each data set, or the same of all.
    arms : array_like, shape (B, n) or (n,)
        1 in the first arm, 0 in the comparator; of each data set or the same of all.
    covariates : array_like, shape (B, n, k) or (n, k), optional
        Numeric columns without intercept; of each data set or the same of all.
    frequencies : array_like, shape (B, n) or (n,), optional
        How often each data set holds a participant: counts of a bootstrap draw, or 0 for one whose
        values are missing, whatever number stands in their place.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    AncovaBatch
        B numbers each, those of :func:`~tubulus.stats.linear.ancova.estimate_ancova` on the
        participants repeated as often as ``frequencies`` says.

    Raises
    ------
    ValueError
        If shapes do not match, a number is missing or infinite, arm holds anything but 0 and 1 or
        a frequency is negative or no whole number.

    Notes
    -----
    Normal equations of columns centred in the data set, solved by Cholesky. With arm and covariates
    the same for all, each step is one matrix product over all data sets. For a participant held f
    times the HC3 variance adds f (c'(X'WX)^-1 x e / (1 - h))^2, h = x'(X'WX)^-1 x.
    """
    require_confidence(confidence)
    y, a = _read(outcomes, "outcomes"), _read(arms, "arms")
    z = None if covariates is None else _read(covariates, "covariates")
    f = None if frequencies is None else _read(frequencies, "frequencies")
    _require_values(a, f)
    batch, n = _find_shape(y, a, z, f)
    design = _build_design(a, z, n)
    y = np.broadcast_to(y, (batch, n))
    counts = np.broadcast_to(np.ones(()) if f is None else f, (batch, n))
    parts = []
    size = max(16, _CHUNK_NUMBERS // max(1, n))
    for start in range(0, max(batch, 1), size):
        part = slice(start, start + size)
        chunk = design if design.ndim == 2 else design[part]
        designs = (
            SharedDesign(chunk)
            if design.ndim == 2
            else StackedDesigns(_centre(chunk, counts[part]))
        )
        parts.append(_compute_chunk(designs, y[part], counts[part]))
    estimates, errors = (np.concatenate(column) for column in zip(*parts, strict=True))
    df = np.maximum(0, np.sum(counts, axis=1).astype(np.int64) - design.shape[-1])
    return _infer(estimates, errors, df, confidence)


def _read(values: ArrayLike, name: str) -> Vector:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} of a batch hold a missing or infinite value; give frequency 0")
    return array


def _require_values(arms: Vector, frequencies: Vector | None) -> None:
    if not np.all((arms == 0.0) | (arms == 1.0)):
        raise ValueError("arm holds 1 for the first arm and 0 for the comparator")
    if frequencies is not None and not np.all(
        (frequencies >= 0.0) & (frequencies == np.floor(frequencies))
    ):
        raise ValueError("a frequency is a whole number, 0 or more")


def _find_shape(*arrays: Vector | None) -> tuple[int, int]:
    """Find (B, n) of outcomes, arms, covariates and frequencies; B is 1 if none has it."""
    outcomes, arms, covariates, frequencies = arrays
    shapes = [array.shape for array in (outcomes, arms, frequencies) if array is not None]
    if covariates is not None:
        shapes.append(covariates.shape[:-1])
    if any(len(shape) not in (1, 2) for shape in shapes):
        raise ValueError(f"arrays of a batch have shape (n,) or (B, n), not {shapes}")
    rows, columns = {s[0] for s in shapes if len(s) == 2}, {s[-1] for s in shapes}
    if len(rows) > 1 or len(columns) != 1:
        raise ValueError(f"data sets or participants differ in number: {shapes}")
    return (rows or {1}).pop(), columns.pop()


def _build_design(arms: Vector, covariates: Vector | None, n: int) -> Vector:
    """Join intercept, arm and covariates, centred as a whole, to (n, p) or (B, n, p)."""
    z = np.empty((n, 0)) if covariates is None else covariates
    shape = np.broadcast_shapes(arms.shape, z.shape[:-1])
    z = z - z.mean(axis=tuple(range(z.ndim - 1))) if z.size else z
    arms, z = np.broadcast_to(arms, shape), np.broadcast_to(z, (*shape, z.shape[-1]))
    return np.concatenate([np.ones((*shape, 1)), arms[..., None], z], axis=-1)


def _centre(designs: Vector, counts: Vector) -> Vector:
    """Centre the covariates of each data set on the mean of those who count."""
    totals = np.maximum(1.0, np.sum(counts, axis=1))
    means = np.einsum("bnk,bn->bk", designs[:, :, 2:], counts) / totals[:, None]
    centred = designs.copy()
    centred[:, :, 2:] -= means[:, None, :]
    return centred


def _compute_chunk(designs: Designs, outcomes: Vector, counts: Vector) -> tuple[Vector, Vector]:
    """Compute the coefficient of the arm and its HC3 standard error, NaN where there is none."""
    factors = factor_systems(designs.compute_grams(counts))
    inverse = factors.invert()
    means = np.sum(counts * outcomes, axis=1) / np.maximum(1.0, np.sum(counts, axis=1))
    centred = outcomes - means[:, None]
    coefficients = np.einsum("jkb,bk->bj", inverse, designs.project(counts * centred))
    residuals = centred - designs.predict(coefficients)
    largest = np.max(np.abs(outcomes), axis=1, initial=0.0, where=counts > 0.0)
    residuals[np.abs(residuals) <= _RELATIVE_ROUNDING * largest[:, None]] = 0.0
    remainders = 1.0 - designs.compute_forms(inverse)
    influence = designs.predict(np.ascontiguousarray(inverse[1].T))
    bearing = np.max(np.abs(influence), axis=1, initial=0.0, where=counts > 0.0)
    influence[np.abs(influence) <= _RELATIVE_ROUNDING * bearing[:, None]] = 0.0
    alone = (remainders < _LEVERAGE_TOLERANCE) & (counts > 0.0)
    remainders[remainders < _LEVERAGE_TOLERANCE] = 1.0
    variances = np.sum(counts * (influence * residuals / remainders) ** 2, axis=1)
    undefined = ~factors.is_definite | alone.any(axis=1) | (variances == 0.0)
    undefined |= np.sum(counts, axis=1) <= designs.p
    errors = np.sqrt(np.where(undefined, np.nan, variances))
    return np.where(factors.is_definite, coefficients[:, 1], np.nan), errors


def _infer(
    estimates: Vector, errors: Vector, df: NDArray[np.int64], confidence: float
) -> AncovaBatch:
    has_limits = np.isfinite(errors)
    safe_df, safe_errors = np.maximum(1, df), np.where(has_limits, errors, 1.0)
    half = special.stdtrit(safe_df, 0.5 + confidence / 2.0) * safe_errors
    p_values = 2.0 * special.stdtr(safe_df, -np.abs(np.nan_to_num(estimates)) / safe_errors)
    half, p_values = (np.where(has_limits, values, np.nan) for values in (half, p_values))
    low, high = estimates - half, estimates + half
    is_estimable = np.isfinite(estimates)
    return AncovaBatch(
        estimates, errors, low, high, p_values, df, is_estimable, has_limits, confidence
    )

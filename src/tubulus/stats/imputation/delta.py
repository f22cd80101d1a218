"""Delta adjustment: how far imputed values must move before the conclusion changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.imputation.contrast_form import (
    VarianceKind,
    compute_grid_moments,
    make_contrast_form,
)
from tubulus.stats.imputation.model import Imputation
from tubulus.stats.imputation.pooling import (
    PooledArrays,
    compute_rubin_rules,
    find_obstacle,
)
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential
from tubulus.stats.student import make_estimate_only

__all__ = ["METHOD", "DeltaCell", "DeltaGrid", "TippingPoint", "compute_delta_grid"]

METHOD = Method(
    name="delta adjustment",
    gives="pooled contrast for each pair of shifts of imputed outcomes, and where it tips",
    limits="which delta is plausible is a clinical judgement; one delta for a whole arm",
    source="Rubin 1987, ch. 6; Cro et al, Stat Med 2020;39:2815-2842",
)


@dataclass(frozen=True, slots=True)
class DeltaCell:
    """Pooled contrast under one pair of deltas.

    Parameters
    ----------
    delta_1, delta_0 : float
        Shift of imputed values in the first arm and in the comparator.
    contrast : Interval
        Pooled contrast; a ratio for logs.
    test : HypothesisTest
        Two-sided test of no difference.
    """

    delta_1: float
    delta_0: float
    contrast: Interval
    test: HypothesisTest


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """The smallest delta in the first arm that changes the conclusion.

    Parameters
    ----------
    delta_0 : float
        Shift of imputed values in the comparator.
    delta_1 : Statistic
        Smallest shift of the grid in the first arm that changes the conclusion; None where none
        does.
    """

    delta_0: float
    delta_1: Statistic


@dataclass(frozen=True, slots=True)
class DeltaGrid:
    """Pooled contrasts over a grid of deltas.

    Parameters
    ----------
    deltas_1, deltas_0 : tuple of float
        Shifts of the first arm and of the comparator: differences, ratios or log odds ratios.
    cells : tuple of tuple of DeltaCell
        One row a shift of the first arm, one column a shift of the comparator.
    unshifted : DeltaCell
        Plain multiple imputation, both shifts none.
    contour : tuple of TippingPoint
        For each shift of the comparator the smallest that tips in the first arm.
    imputations : int
        Number of completed data sets behind each cell.
    """

    deltas_1: tuple[float, ...]
    deltas_0: tuple[float, ...]
    cells: tuple[tuple[DeltaCell, ...], ...]
    unshifted: DeltaCell
    contour: tuple[TippingPoint, ...]
    imputations: int


def compute_delta_grid(
    imputation: Imputation,
    deltas_1: ArrayLike,
    deltas_0: ArrayLike,
    *,
    interacted: bool = False,
    variance: VarianceKind = "HC3",
    confidence: float = 0.95,
) -> DeltaGrid:
    """Compute the pooled contrast with imputed values shifted by arm.

    Parameters
    ----------
    imputation : Imputation
        Completed data sets; the same draws serve every cell.
    deltas_1, deltas_0 : array_like, shapes (d1,) and (d0,)
        Shifts of imputed values of the first arm and of the comparator. In the unit of the
        outcome; ratios above 0 for an outcome on the log scale; log odds ratios for a binary one.
    interacted : bool
        As in :func:`~tubulus.stats.imputation.contrast.estimate_imputed_contrast`.
    variance : {'HC3', 'model'}
        Covariance within each completed data set.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    DeltaGrid
        All cells not estimable, with the reason, where plain imputation is not.

    Raises
    ------
    ValueError
        If a shift is missing or infinite, or a ratio not above 0.

    Notes
    -----
    The conclusion changes where limits that left out no difference come to hold it, where limits
    that held it leave it out, or where limits pass to its other side.
    """
    require_choice(variance, VarianceKind, "variance")
    require_confidence(confidence)
    shifts_1 = _read_shifts(deltas_1, imputation)
    shifts_0 = _read_shifts(deltas_0, imputation)
    given = _list_numbers(deltas_1), _list_numbers(deltas_0)
    form = make_contrast_form(imputation, interacted=interacted, variance=variance)
    none = 1.0 if imputation.scale == "log" else 0.0
    if isinstance(form, str):
        empty = make_estimate_only(None, confidence, METHOD.name, form)
        cells = tuple(tuple(DeltaCell(a, b, *empty) for b in given[1]) for a in given[0])
        contour = tuple(TippingPoint(b, Statistic(None, METHOD.name, form)) for b in given[1])
        unshifted = DeltaCell(none, none, *empty)
        return DeltaGrid(*given, cells, unshifted, contour, imputation.imputations)
    # plain imputation is computed as one more row and column
    moments = compute_grid_moments(imputation, form, np.append(shifts_1, 0), np.append(shifts_0, 0))
    pooled = compute_rubin_rules(
        *moments, imputation.imputations, complete_df=form.df, confidence=confidence
    )
    cells = _make_cells(pooled, (*given[0], none), (*given[1], none), imputation, confidence)
    sides = _find_sides(pooled)
    contour = tuple(
        TippingPoint(delta, _find_tipping(sides[:-1, j] != sides[-1, -1], shifts_1, given[0]))
        for j, delta in enumerate(given[1])
    )
    inner = tuple(row[:-1] for row in cells[:-1])
    return DeltaGrid(*given, inner, cells[-1][-1], contour, imputation.imputations)


def _list_numbers(deltas: ArrayLike) -> tuple[float, ...]:
    return tuple(float(delta) for delta in read_vector(deltas))


def _read_shifts(deltas: ArrayLike, imputation: Imputation) -> Vector:
    vector = read_vector(deltas)
    if np.isnan(vector).any():
        raise ValueError("a delta is missing")
    if imputation.scale != "log":
        return vector
    if (vector <= 0.0).any():
        raise ValueError("a delta of an outcome on the log scale is a ratio above 0")
    return np.log(vector)


def _make_cells(
    pooled: PooledArrays,
    deltas_1: tuple[float, ...],
    deltas_0: tuple[float, ...],
    imputation: Imputation,
    confidence: float,
) -> tuple[tuple[DeltaCell, ...], ...]:
    name = f"{METHOD.name}, of logs" if imputation.scale == "log" else METHOD.name
    columns = (pooled.estimate, pooled.low, pooled.high, pooled.error, pooled.p_value)
    lists = [column.tolist() for column in columns]
    rows = []
    for i, delta_1 in enumerate(deltas_1):
        row = []
        for j, delta_0 in enumerate(deltas_0):
            estimate, low, high, error, p_value = (values[i][j] for values in lists)
            reason = find_obstacle(error, low)
            if reason:
                contrast, test = make_estimate_only(estimate, confidence, name, reason)
            else:
                contrast = Interval(estimate, low, high, confidence, name)
                test = HypothesisTest(min(p_value, 1.0), name)
            if imputation.scale == "log":
                contrast = compute_exponential(contrast, name)
            row.append(DeltaCell(delta_1, delta_0, contrast, test))
        rows.append(tuple(row))
    return tuple(rows)


def _find_sides(pooled: PooledArrays) -> Vector:
    """Return 1 where limits lie above no difference, -1 below, 0 where they hold it."""
    return np.asarray(np.where(pooled.low > 0.0, 1.0, np.where(pooled.high < 0.0, -1.0, 0.0)))


def _find_tipping(tips: Vector, shifts: Vector, deltas: tuple[float, ...]) -> Statistic:
    found = np.flatnonzero(tips)
    if not found.size:
        reason = "no delta of the grid changes the conclusion"
        return Statistic(None, METHOD.name, reason)
    nearest = int(found[np.argmin(np.abs(shifts[found]))])
    return Statistic(deltas[nearest], METHOD.name)

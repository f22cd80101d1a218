"""Shares and their differences in many trials: each distinct table is computed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.exact_tests import (
    compute_boschloo_test,
    compute_fisher_test,
    compute_z_pooled_test,
)
from tubulus.stats.exact_tests.all_tables import ExactTables, compute_exact_tables
from tubulus.stats.missing import Vector
from tubulus.stats.proportions import clopper_pearson
from tubulus.stats.results import HypothesisTest
from tubulus.stats.stacks.contrasts import StackedContrasts
from tubulus.stats.two_proportions import miettinen_nurminen

__all__ = ["compute_stacked_differences", "compute_stacked_shares", "compute_stacked_tests"]

Counts = NDArray[np.int64]


def compute_stacked_shares(events: Counts, n: Counts, *, confidence: float) -> StackedContrasts:
    """Compute the share of every trial with Clopper-Pearson limits.

    Parameters
    ----------
    events, n : ndarray of int, shape (B,)
        Participants with the event and participants who count; NaN comes out where n is 0.
    """
    tables, where = _find_distinct(events, n)
    low, high = np.full(len(tables), np.nan), np.full(len(tables), np.nan)
    for position, (x, size) in enumerate(tables):
        if size:
            low[position], high[position] = clopper_pearson.compute_limits(
                int(x), int(size), confidence
            )
    nothing = np.full(where.size, np.nan)
    return StackedContrasts(_divide(events, n), nothing, low[where], high[where], nothing)


def compute_stacked_differences(
    counts: tuple[Counts, Counts, Counts, Counts], *, confidence: float
) -> StackedContrasts:
    """Compute the risk difference of every trial with Miettinen-Nurminen limits.

    Parameters
    ----------
    counts : tuple of four ndarrays of int, shape (B,)
        Events and participants of the first arm, then of the comparator.
    confidence : float
        Two-sided level in (0, 1).
    """
    x_1, n_1, x_0, n_0 = counts
    tables, where = _find_distinct(*counts)
    some = (tables[:, 1] > 0) & (tables[:, 3] > 0)
    low, high = np.full(len(tables), np.nan), np.full(len(tables), np.nan)
    if some.any():
        m_1, size_1, m_0, size_0 = tables[some].T
        low[some], high[some] = miettinen_nurminen.compute_limits(
            m_1, size_1, m_0, size_0, confidence
        )
    nothing = np.full(where.size, np.nan)
    estimate = _divide(x_1, n_1) - _divide(x_0, n_0)
    return StackedContrasts(estimate, nothing, low[where], high[where], nothing)


def compute_stacked_tests(test: str, counts: tuple[Counts, Counts, Counts, Counts]) -> Vector:
    """Compute the exact p-value of every trial, NaN where an arm is empty.

    Parameters
    ----------
    test : {'fisher', 'boschloo', 'z-pooled'}
        The test that the plan names.
    counts : tuple of four ndarrays of int, shape (B,)
        As in :func:`compute_stacked_differences`.
    """
    x_1, n_1, x_0, n_0 = counts
    sizes = {(int(first), int(second)) for first, second in zip(n_1, n_0, strict=True)}
    if len(sizes) == 1 and min(min(sizes)) > 0:
        every = getattr(_compute_every(*sizes.pop()), test.replace("-", "_"))
        return np.asarray(every[x_1, x_0])
    tables, where = _find_distinct(*counts)
    values = [_look_up(test, *(int(part) for part in table)) for table in tables]
    return np.array([np.nan if value is None else value for value in values])[where]


_TESTS: dict[str, Callable[[int, int, int, int], HypothesisTest]] = {
    "fisher": compute_fisher_test,
    "boschloo": compute_boschloo_test,
    "z-pooled": compute_z_pooled_test,
}


@lru_cache(maxsize=8)
def _compute_every(n_1: int, n_0: int) -> ExactTables:
    return compute_exact_tables(n_1, n_0)


@lru_cache(maxsize=1 << 17)
def _look_up(test: str, x_1: int, n_1: int, x_0: int, n_0: int) -> float | None:
    return _TESTS[test](x_1, n_1, x_0, n_0).p_value


def _find_distinct(*columns: Counts) -> tuple[Counts, NDArray[np.intp]]:
    """Return the distinct rows of some columns, and of each row which it is."""
    base = np.array([int(column.max(initial=0)) + 1 for column in columns], dtype=np.int64)
    codes = np.zeros(columns[0].size, dtype=np.int64)
    for column, size in zip(columns, base, strict=True):
        codes = codes * size + column
    _, first, where = np.unique(codes, return_index=True, return_inverse=True)
    return np.stack([column[first] for column in columns], axis=1), where


def _divide(events: Counts, n: Counts) -> Vector:
    return np.asarray(np.divide(events, n, out=np.full(events.size, np.nan), where=n > 0))

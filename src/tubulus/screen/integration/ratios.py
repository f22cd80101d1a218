"""Likelihood ratios of the categories of a group: smoothed, monotone, capped, bootstrapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.integration.monotone import Axes, fit_monotone

__all__ = [
    "FEWEST_ROWS",
    "RatioTable",
    "compute_log_ratios",
    "describe_thin",
    "draw_group_weights",
    "draw_row_weights",
    "fit_ratios",
    "list_members",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST_ROWS = 10
"""Reference rows, positive and random, that a category needs to teach anything."""


@dataclass(frozen=True, slots=True)
class RatioTable:
    """Likelihood ratios of the categories of one or two layers.

    Parameters
    ----------
    positives, randoms : ndarray, shape (cells,)
        Rows of the reference set in each category.
    log_ratio : ndarray, shape (cells,)
        Natural logarithm of the likelihood ratio, within the cap.
    replicates : ndarray, shape (replicates, cells)
        The same in each bootstrap replicate.
    rows : int
        Rows of the reference set; a cell of several categories holds some of them again.
    """

    positives: Floats
    randoms: Floats
    log_ratio: Floats
    replicates: Floats
    rows: int

    @property
    def thin(self) -> NDArray[np.bool_]:
        """Which categories hold reference rows, but fewer than ``FEWEST_ROWS``."""
        held = self.positives + self.randoms
        return np.asarray((held > 0) & (held < FEWEST_ROWS))


def compute_log_ratios(
    positives: Floats,
    randoms: Floats,
    axes: Axes,
    *,
    cap: float,
    smoothing: float,
    members: Floats | None = None,
) -> Floats:
    """Compute the log likelihood ratio of each category, positives against randoms.

    Parameters
    ----------
    positives, randoms : ndarray, shape (cells,)
        Rows, or bootstrap weights, in each category.
    axes : tuple of (int, bool)
        Categories of each layer and whether they are ordered.
    cap : float
        Largest ratio; the smallest is 1 / cap.
    smoothing : float
        Pseudo-rows of each category.
    members : ndarray, shape (cells, cells of the axes), optional
        Which categories of the axes each cell holds, as :func:`list_members` gives them; left out:
        each cell is one category.

    Returns
    -------
    ndarray, shape (cells,)
        Natural logarithms; all 0 where a class is empty, because nothing can be compared.

    Notes
    -----
    With the share of positives pi = N1 / (N1 + N0), each category gets s pseudo-rows of which the
    share pi is positive: f_c = (n1_c + s pi) / (n1_c + n0_c + s), made monotone with weights
    n1_c + n0_c + s, and log LR_c = logit f_c - logit pi. With s = 1 the pseudo-row has the weight
    of Jeffreys' prior for a share, Beta(1/2, 1/2), but the mean pi instead of 1/2. Equal
    pseudo-counts in two classes of very different size would give a category that was never
    seen the ratio N0 / N1, ten at 10 to 1; here it is 1. A cell of several categories has the
    mean of their f, weighted alike, with its own rows added: the ratio of "one of these".
    """
    n_positive, n_random = float(positives.sum()), float(randoms.sum())
    if n_positive <= 0 or n_random <= 0:
        return np.zeros_like(positives)
    share = n_positive / (n_positive + n_random)
    single = np.arange(positives.size) if members is None else _find_singles(members)
    weights = (positives + randoms)[single] + smoothing
    fitted = fit_monotone(positives[single] + smoothing * share, weights, axes)
    if members is not None:
        own, total = positives.copy(), positives + randoms
        own[single] = total[single] = 0.0
        fitted = (members @ (weights * fitted) + own) / (members @ weights + total)
    logit = np.log(fitted) - np.log1p(-fitted)
    bound = np.log(cap)
    centred = logit - (np.log(share) - np.log1p(-share))
    return np.asarray(np.clip(centred, -bound, bound))


def fit_ratios(
    cells: Integers,
    is_positive: NDArray[np.bool_],
    axes: Axes,
    bootstrap: Floats,
    *,
    cap: float,
    smoothing: float,
    members: Floats | None = None,
) -> RatioTable:
    """Fit the likelihood ratios of a reference set, and again in each bootstrap replicate.

    Parameters
    ----------
    cells : ndarray of int, shape (n,)
        Category of each row of the reference set.
    is_positive : ndarray of bool, shape (n,)
        Which rows are positive; the others are random.
    axes : tuple of (int, bool)
        Categories of each layer and whether they are ordered.
    bootstrap : ndarray, shape (replicates, n)
        Weight of each row in each replicate, 0 or greater.
    cap, smoothing, members
        As in :func:`compute_log_ratios`.

    Notes
    -----
    A category with fewer than ``FEWEST_ROWS`` reference rows counts as if it had none: its ratio
    is 1 unless the order of the categories lifts or lowers it with its neighbours. Five rows that
    all happen to be positive are no proof that such rows are.
    """
    size = int(np.prod([count for count, _ in axes])) if members is None else members.shape[0]
    code = cells + size * is_positive
    teaches = np.bincount(cells, minlength=size) >= FEWEST_ROWS

    def count(weights: Floats | None) -> tuple[Floats, Floats]:
        counts = np.bincount(code, weights, minlength=2 * size).astype(np.float64)
        return counts[size:], counts[:size]

    def fit(weights: Floats | None) -> Floats:
        positives, randoms = count(weights)
        return compute_log_ratios(
            positives * teaches,
            randoms * teaches,
            axes,
            cap=cap,
            smoothing=smoothing,
            members=members,
        )

    (positives, randoms), log_ratio = count(None), fit(None)
    replicates = np.array([fit(row) for row in bootstrap]).reshape(len(bootstrap), size)
    if members is not None:
        positives, randoms = (_add_members(rows, members) for rows in (positives, randoms))
    return RatioTable(positives, randoms, log_ratio, replicates, cells.size)


def describe_thin(tables: Iterable[RatioTable]) -> str:
    """Say how many categories have too few reference rows to teach anything; empty for none."""
    thin = sum(int(table.thin.sum()) for table in tables)
    if not thin:
        return ""
    held = "1 category has" if thin == 1 else f"{thin} categories have"
    return f"; {held} too few reference rows (under {FEWEST_ROWS}) to teach anything"


def list_members(sizes: Sequence[int], pooled: Sequence[Sequence[int]]) -> Floats:
    """List which categories each cell holds, where layers have a category for "one of several".

    Parameters
    ----------
    sizes : sequence of int
        Categories of each layer.
    pooled : sequence of sequence of int
        Categories of each layer that its last, further category pools; empty: it has none.

    Returns
    -------
    ndarray, shape (cells, product of sizes)
        1 where a cell holds a category; both in the order of ``numpy.ravel``.
    """
    members: Floats = np.ones((1, 1))
    for size, several in zip(sizes, pooled, strict=True):
        own = np.eye(size)
        if several:
            further = np.zeros((1, size))
            further[0, list(several)] = 1.0
            own = np.vstack([own, further])
        members = np.asarray(np.kron(members, own), dtype=np.float64)
    return members


def _find_singles(members: Floats) -> Integers:
    """Find the cells of one category, in the order of the categories."""
    single = np.flatnonzero(members.sum(axis=1) == 1)
    return single[np.argsort(members[single].argmax(axis=1), kind="stable")]


def _add_members(rows: Floats, members: Floats) -> Floats:
    """Add to each cell of several categories the rows of these."""
    single = _find_singles(members)
    own = rows.copy()
    own[single] = 0.0
    return np.asarray(members @ rows[single] + own)


def draw_row_weights(keys: pl.DataFrame, replicates: int, rng: Generator) -> Floats:
    """Draw how often each row stands in each bootstrap replicate of a reference set.

    Parameters
    ----------
    keys : polars.DataFrame
        ``ligand``, ``receptor`` or both; other columns are ignored.
    replicates : int
        Number of replicates.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray, shape (replicates, n)
        Weights, 0 or greater.

    Notes
    -----
    Rows of one ligand are no independent findings, nor those of one receptor. So ligands and
    receptors are drawn with replacement, each on its own, and a row weighs the product: the
    pigeonhole bootstrap (Owen, Ann Appl Stat 2007;1:386, DOI:10.1214/07-AOAS122), which tends to
    overstate the variance mildly (Owen and Eckles 2012, DOI:10.1214/12-AOAS547).
    """
    weights = np.ones((replicates, keys.height))
    for name in ("ligand", "receptor"):
        if name not in keys.columns or keys.height == 0:
            continue
        levels, code = np.unique(keys[name].to_numpy().astype(str), return_inverse=True)
        drawn = rng.multinomial(levels.size, np.full(levels.size, 1 / levels.size), replicates)
        weights *= drawn[:, code]
    return weights


def draw_group_weights(groups: int, replicates: int, rng: Generator) -> Floats:
    """Draw how often each calibrated group of layers counts in each replicate.

    Parameters
    ----------
    groups : int
        Number of calibrated groups.
    replicates : int
        Number of replicates.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray, shape (replicates, groups)
        As many draws with replacement as there are groups; mean 1. All pairs share the draw of a
        replicate, so that their ranks can be compared within it.
    """
    if groups == 0:
        return np.ones((replicates, 0))
    return rng.multinomial(groups, np.full(groups, 1 / groups), replicates).astype(np.float64)

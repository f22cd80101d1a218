"""Weights of the ranking's terms, fitted on lists of poses, and how well they rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

RIDGE = 0.1
"""Penalty on the squares of the weights, in log share for each complex."""

TOPS = (1, 10, 100)


@dataclass(frozen=True)
class PoseList:
    """Poses of one complex as the search ranked them.

    Parameters
    ----------
    name : str
        The complex.
    terms : ndarray, shape (p, t)
        Terms, standardised within the list.
    is_near : ndarray of bool, shape (p,)
        Poses of CAPRI class acceptable or better.
    distances : ndarray, shape (p, p)
        Ligand RMSD between poses, in angstrom.
    """

    name: str
    terms: np.ndarray
    is_near: np.ndarray
    distances: np.ndarray


def fit_ranking(lists: Sequence[PoseList], columns: Sequence[int]) -> np.ndarray:
    """Fit weights of some terms, shape (t,), zero elsewhere.

    Notes
    -----
    Conditional logit: maximises, over complexes with a near-native pose, the mean log share
    that near-native poses have of sum exp(score), less the ridge.
    """
    used = [x for x in lists if x.is_near.any()]
    chosen = [x.terms[:, columns] for x in used]

    def compute_loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        loss, slope = 0.0, np.zeros(len(w))
        for x, given in zip(chosen, used, strict=True):
            s = x @ w
            every, good = logsumexp(s), logsumexp(s[given.is_near])
            loss += every - good
            slope += x.T @ (np.exp(s - every) - np.where(given.is_near, np.exp(s - good), 0.0))
        n = len(used)
        return loss / n + RIDGE * w @ w, slope / n + 2.0 * RIDGE * w

    found = minimize(compute_loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B")
    weights = np.zeros(lists[0].terms.shape[1])
    weights[list(columns)] = found.x
    return weights


def find_first_rank(
    given: PoseList, scores: np.ndarray, radius: float = 9.0, count: int = 1_000
) -> int:
    """Find the rank of the first near-native cluster; ``count + 1`` where there is none."""
    free = np.ones(len(scores), dtype=bool)
    rank = 0
    for pose in np.argsort(-scores, kind="stable").tolist():
        if not free[pose]:
            continue
        rank += 1
        if given.is_near[pose] or rank > count:
            return rank
        free &= given.distances[pose] > radius
    return count + 1


def rank_left_out(lists: Sequence[PoseList], columns: Sequence[int], folds: int = 10) -> list[int]:
    """Rank each complex by weights that were fitted without it and its fold."""
    fold = np.random.default_rng(0).permutation(len(lists)) % folds
    ranks = {}
    for k in range(folds):
        weights = fit_ranking([x for x, f in zip(lists, fold, strict=True) if f != k], columns)
        for x, f in zip(lists, fold, strict=True):
            if f == k:
                ranks[x.name] = find_first_rank(x, x.terms @ weights)
    return [ranks[x.name] for x in lists]


def describe_ranks(ranks: Sequence[int]) -> dict[str, float]:
    """Count complexes within each top; mean log rank, ranks beyond 1,000 counted as 1,001."""
    r = np.array(ranks)
    counts = {f"top {top}": int((r <= top).sum()) for top in TOPS}
    return {**counts, "mean log rank": round(float(np.log(r).mean()), 3)}

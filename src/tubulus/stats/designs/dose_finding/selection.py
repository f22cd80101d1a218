"""The maximum tolerated dose: nearest to the target after isotonic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from tubulus.stats.designs.dose_finding.boin import BoinDesign
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import require_counts

__all__ = ["METHOD", "DoseSelection", "compute_isotonic", "select_doses", "select_mtd"]

METHOD = Method(
    name="maximum tolerated dose by isotonic regression",
    gives="dose whose toxicity, made to rise with dose, is nearest to the target",
    limits="a choice among the doses given, without limits of its toxicity",
    source="Yuan et al, Clin Cancer Res 2016;22:4291-4301; Ayer et al, Ann Math Stat 1955;26:641",
)

TOO_TOXIC = "the lowest dose is too toxic"
NOT_GIVEN = "no dose that is left was given"


@dataclass(frozen=True, slots=True)
class DoseSelection:
    """The dose that is chosen at the end.

    Parameters
    ----------
    dose : int or None
        Number of the dose, from 1; None where none is chosen.
    isotonic : tuple of float or None
        Toxicity of each dose made to rise; None where a dose was not given or is eliminated.
    reason : str
        Why no dose is chosen; empty where one is.
    """

    dose: int | None
    isotonic: tuple[float | None, ...]
    reason: str = ""


def select_mtd(design: BoinDesign, events: Sequence[int], n: Sequence[int]) -> DoseSelection:
    """Select the maximum tolerated dose.

    Parameters
    ----------
    design : BoinDesign
        Target and elimination.
    events, n : sequence of int, one for each dose
        Participants with a dose-limiting toxicity and participants treated, by rising dose.

    Notes
    -----
    Of the doses given and not eliminated, shares (y + 0.05) / (n + 0.1) are made to rise by
    weighting with the inverse of their variance under Beta(y + 0.05, n - y + 0.05); the nearest
    to the target is chosen. Of equally near ones it is the highest below, the lowest above it.
    """
    if len(events) != len(n) or len(n) == 0:
        raise ValueError("each dose has its events and its participants")
    for y, treated in zip(events, n, strict=True):
        require_counts(y, treated)
    counts = np.array([events], dtype=float), np.array([n], dtype=float)
    isotonic, left = _estimate(design, *counts)
    chosen = int(select_doses(design, *counts)[0])
    shares = tuple(
        float(share) if is_left else None
        for share, is_left in zip(isotonic[0], left[0], strict=True)
    )
    if chosen == 0:
        return DoseSelection(
            None, shares, TOO_TOXIC if _eliminate(design, *counts)[0, 0] else NOT_GIVEN
        )
    return DoseSelection(chosen, shares)


def select_doses(design: BoinDesign, events: Vector, n: Vector) -> NDArray[np.int64]:
    """Select the dose of many trials.

    Parameters
    ----------
    design : BoinDesign
        Target and elimination.
    events, n : ndarray, shape (trials, doses)
        Toxicities and participants.

    Returns
    -------
    ndarray, shape (trials,)
        Number of the dose, from 1; 0 where none is chosen.
    """
    isotonic, left = _estimate(design, events, n)
    # a tiny rise parts equal shares: nearest is the highest below and the lowest above the target
    rank = np.cumsum(left, axis=1)
    distance = np.where(left, np.abs(isotonic + 1e-10 * rank - design.target), np.inf)
    chosen = distance.argmin(axis=1) + 1
    result: NDArray[np.int64] = np.where(left.any(axis=1), chosen, 0)
    return result


def compute_isotonic(values: Vector, weights: Vector) -> Vector:
    """Compute the weighted regression of each row that rises along it.

    Parameters
    ----------
    values, weights : ndarray, shape (rows, columns)
        Weights are 0 or more; a value of weight 0 takes no part and gets no meaningful result.

    Notes
    -----
    Max-min formula: at k the largest over i <= k of the smallest over j >= k of the weighted mean
    of i to j, what pooling adjacent violators gives.
    """
    rows, columns = values.shape
    zeros = np.zeros((rows, 1))
    sums = np.concatenate([zeros, np.cumsum(values * weights, axis=1)], axis=1)
    totals = np.concatenate([zeros, np.cumsum(weights, axis=1)], axis=1)
    result = np.full((rows, columns), -np.inf)
    for first in range(columns):
        total = totals[:, first + 1 :] - totals[:, first : first + 1]
        above = sums[:, first + 1 :] - sums[:, first : first + 1]
        means = np.divide(above, total, out=np.full(total.shape, np.inf), where=total > 0.0)
        smallest = np.minimum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
        # a window without any weight says nothing
        smallest = np.where(np.isinf(smallest), -np.inf, smallest)
        result[:, first:] = np.maximum(result[:, first:], smallest)
    return result


def _eliminate(design: BoinDesign, events: Vector, n: Vector) -> NDArray[np.bool_]:
    above = special.betaincc(events + 1.0, n - events + 1.0, design.target)
    toxic = (n >= 3.0) & (above > design.elimination)
    gone: NDArray[np.bool_] = np.logical_or.accumulate(toxic, axis=1)
    return gone


def _estimate(design: BoinDesign, events: Vector, n: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Return the rising toxicity and which doses are left to choose from."""
    left = (n > 0.0) & ~_eliminate(design, events, n)
    shares = (events + 0.05) / (n + 0.1)
    variances = shares * (n - events + 0.05) / (n + 0.1) / (n + 1.1)
    return compute_isotonic(shares, np.where(left, 1.0 / variances, 0.0)), left

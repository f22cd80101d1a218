"""Effective sample size: how many unweighted participants a weighted arm is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import read_vector
from tubulus.stats.results import Statistic

__all__ = ["METHOD", "WeightSummary", "compute_effective_size", "summarise_weights"]

METHOD = Method(
    name="effective sample size",
    gives="number of unweighted participants whose mean would vary as much, (sum w)^2 / sum w^2",
    limits="takes weights as fixed and unrelated to the outcome; a small one warns, a large one "
    "does not prove that the score model is right",
    source="Kish, Survey Sampling, 1965, section 11.2C",
)


@dataclass(frozen=True, slots=True)
class WeightSummary:
    """How unevenly the participants of an arm are weighted.

    Parameters
    ----------
    effective_size : Statistic
        Kish's effective sample size, at most n.
    largest_share : Statistic
        Share of the arm's weight that one participant carries, at most 1.
    variation : Statistic
        Coefficient of variation of the weights, sqrt(n / effective size - 1).
    n : int
        Participants of the arm.
    """

    effective_size: Statistic
    largest_share: Statistic
    variation: Statistic
    n: int


def compute_effective_size(weights: ArrayLike) -> Statistic:
    """Compute Kish's effective sample size of weights, shape (n,).

    Raises
    ------
    ValueError
        If a weight is negative, missing or infinite.
    """
    return summarise_weights(weights).effective_size


def summarise_weights(weights: ArrayLike) -> WeightSummary:
    """Describe how unevenly the participants of one arm are weighted.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights of the participants of one arm, whatever their sum.

    Raises
    ------
    ValueError
        If a weight is negative, missing or infinite.
    """
    w = read_vector(weights)
    if not (w >= 0.0).all():
        raise ValueError("a weight is negative or missing")
    largest = w.max(initial=0.0)
    if largest == 0.0:
        reason = "nobody has a weight above 0"
        nothing = Statistic(None, METHOD.name, reason)
        return WeightSummary(nothing, nothing, nothing, w.size)
    shares = w / largest
    size = float(shares.sum() ** 2 / np.sum(shares**2))
    return WeightSummary(
        Statistic(min(size, float(w.size)), METHOD.name),
        Statistic(float(1.0 / shares.sum()), METHOD.name),
        Statistic(float(max(0.0, w.size / size - 1.0) ** 0.5), METHOD.name),
        w.size,
    )

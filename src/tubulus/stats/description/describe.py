"""Description of one variable: how many, where, how wide."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector, select_complete
from tubulus.stats.results import Statistic

__all__ = ["METHOD", "Description", "describe_values"]

METHOD = Method(
    name="description",
    gives="n, missing, mean, SD (n - 1), quantiles of type 7, extremes, geometric mean and SD",
    limits="describes the participants seen; geometric figures exist for positive values only",
    source="Hyndman and Fan, Am Stat 1996;50:361-365, definition 7 (default of R and numpy)",
)

_NOBODY = "no value"


@dataclass(frozen=True, slots=True)
class Description:
    """Summary of one variable.

    Parameters
    ----------
    n, n_missing : int
        Values that are there, and that are not.
    n_not_positive : int
        Values of zero or below; any of them leaves the geometric figures undefined.
    mean, sd, minimum, lower_quartile, median, upper_quartile, maximum : Statistic
        In the unit of the values.
    geometric_mean : Statistic
        In the unit of the values.
    geometric_sd : Statistic
        A factor, exp of the SD of the logs.
    """

    n: int
    n_missing: int
    n_not_positive: int
    mean: Statistic
    sd: Statistic
    minimum: Statistic
    lower_quartile: Statistic
    median: Statistic
    upper_quartile: Statistic
    maximum: Statistic
    geometric_mean: Statistic
    geometric_sd: Statistic


def describe_values(values: ArrayLike, limits: ArrayLike = ()) -> Description:
    """Describe one variable.

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN where missing.
    limits : array_like, shape (k,)
        Limits below which further values lie that are not among ``values``: they rank lowest.

    Returns
    -------
    Description
        Median and quartiles of both together where they need no number of a value below its limit
        and reach every limit, all else of the values alone. With no value every statistic, with
        one value every SD is not estimable.

    Notes
    -----
    Quantile q of the sorted values x_0 ... x_(n-1) is read by linear interpolation at position
    (n - 1) q (type 7). Geometric mean exp(mean of logs), geometric SD exp(SD of logs).
    """
    present, n_missing = select_complete(values)
    below = read_vector(limits)
    n_not_positive = int(np.sum(present <= 0.0))
    geometric_mean, geometric_sd = _describe_logs(present.tolist(), n_not_positive)
    return Description(
        n=present.size,
        n_missing=n_missing,
        n_not_positive=n_not_positive,
        mean=_compute("mean", present, np.mean),
        sd=_compute_sd("SD", present.tolist()),
        minimum=_compute("minimum", present, np.min),
        lower_quartile=_rank("lower quartile", present, below, 0.25),
        median=_rank("median", present, below, 0.5),
        upper_quartile=_rank("upper quartile", present, below, 0.75),
        maximum=_compute("maximum", present, np.max),
        geometric_mean=geometric_mean,
        geometric_sd=geometric_sd,
    )


def _compute(name: str, present: Vector, reduce: Callable[[Vector], float]) -> Statistic:
    if present.size == 0:
        return Statistic(None, name, _NOBODY)
    return Statistic(float(reduce(present)), name)


def _rank(name: str, present: Vector, limits: Vector, share: float) -> Statistic:
    """Read a quantile of values and of what lies below limits, ranked lowest."""
    if limits.size == 0:
        return _compute(name, present, partial(np.quantile, q=share))
    position = (present.size + limits.size - 1) * share
    place = math.floor(position) - limits.size
    if place < 0:
        return Statistic(None, name, "it lies among the values below their limit")
    ordered = np.sort(present)
    if ordered[place] < limits.max():
        return Statistic(None, name, "a value below a limit may lie on either side of it")
    above = ordered[min(place + 1, present.size - 1)]
    part = position - math.floor(position)
    return Statistic(float(ordered[place] + part * (above - ordered[place])), name)


def _describe_logs(values: Sequence[float], n_not_positive: int) -> tuple[Statistic, Statistic]:
    if n_not_positive:
        reason = f"{n_not_positive} of {len(values)} values are not positive and have no log"
        return Statistic(None, "geometric mean", reason), Statistic(None, "geometric SD", reason)
    if not values:
        return Statistic(None, "geometric mean", _NOBODY), Statistic(None, "geometric SD", _NOBODY)
    logs = [math.log(value) for value in values]
    sd = _compute_sd("geometric SD", logs)
    return (
        Statistic(math.exp(math.fsum(logs) / len(logs)), "geometric mean"),
        sd if sd.value is None else Statistic(math.exp(sd.value), "geometric SD"),
    )


def _compute_sd(name: str, values: Sequence[float]) -> Statistic:
    if not values:
        return Statistic(None, name, _NOBODY)
    if len(values) == 1:
        return Statistic(None, name, "one value has no standard deviation")
    # a constant has no spread, even where its mean is rounded
    constant = min(values) == max(values)
    return Statistic(0.0 if constant else float(np.std(values, ddof=1)), name)

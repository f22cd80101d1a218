"""Description of one variable: how many, where, how wide."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_complete
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


def describe_values(values: ArrayLike) -> Description:
    """Describe one variable.

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN where missing.

    Returns
    -------
    Description
        With no value every statistic, with one value every SD is not estimable.

    Notes
    -----
    Quantile q of the sorted values x_0 ... x_(n-1) is read by linear interpolation at position
    (n - 1) q (type 7). Geometric mean exp(mean of logs), geometric SD exp(SD of logs).
    """
    present, n_missing = select_complete(values)
    n_not_positive = int(np.sum(present <= 0.0))
    geometric_mean, geometric_sd = _describe_logs(present.tolist(), n_not_positive)
    return Description(
        n=present.size,
        n_missing=n_missing,
        n_not_positive=n_not_positive,
        mean=_compute("mean", present, np.mean),
        sd=_compute_sd("SD", present.tolist()),
        minimum=_compute("minimum", present, np.min),
        lower_quartile=_compute("lower quartile", present, partial(np.quantile, q=0.25)),
        median=_compute("median", present, np.median),
        upper_quartile=_compute("upper quartile", present, partial(np.quantile, q=0.75)),
        maximum=_compute("maximum", present, np.max),
        geometric_mean=geometric_mean,
        geometric_sd=geometric_sd,
    )


def _compute(name: str, present: Vector, reduce: Callable[[Vector], float]) -> Statistic:
    if present.size == 0:
        return Statistic(None, name, _NOBODY)
    return Statistic(float(reduce(present)), name)


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

"""From sums to measures of performance, each with its Monte Carlo standard error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tubulus.analysis.operating.model import Vector
from tubulus.analysis.operating.sums import SUMMED
from tubulus.analysis.operating.worlds import Truth

__all__ = ["Measure", "measure_cell", "measure_mean", "measure_share"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure; ``value`` is None where no trial gives it, and ``reason`` says why."""

    name: str
    value: float | None
    error: float | None
    trials: int
    reason: str = ""


def measure_cell(sums: Vector, truth: Truth) -> Iterator[Measure]:
    """Measure an estimator against the truth.

    Parameters
    ----------
    sums : ndarray, shape (13,)
        Sums over trials, columns as ``SUMMED``.
    truth : Truth
        The true value with its own Monte Carlo error, which counts in that of the bias.

    Notes
    -----
    Monte Carlo errors as in Morris, White and Crowther, Stat Med 2019;38:2074-2102, table 6; that
    of the SD by the fourth moment, since estimates from small arms are not normal.
    """
    named = dict(zip(SUMMED, (float(value) for value in sums), strict=True))
    trials = named["trials"]
    yield Measure("truth", truth.value, truth.error, int(trials))
    yield measure_share("not estimable", trials - named["limits"], trials)
    yield from _measure_estimates(named, truth)
    yield measure_mean("mean SE", (named["errors"], named["error"], named["error2"]))
    yield measure_share("coverage", named["covered"], named["limits"])
    if named["tests"]:
        yield measure_share("rejection", named["rejected"], named["tests"])


def _measure_estimates(sums: dict[str, float], truth: Truth) -> Iterator[Measure]:
    n = sums["estimates"]
    if n < 2:
        for name in ("bias", "empirical SD", "RMSE"):
            yield Measure(name, None, None, int(n), "fewer than two trials give an estimate")
        return
    first, second, third, fourth = (sums[f"bias{power}"] / n for power in ("", "2", "3", "4"))
    variance = max(0.0, second - first**2) * n / (n - 1.0)
    spread = math.sqrt(variance)
    central = max(0.0, fourth - 4.0 * first * third + 6.0 * first**2 * second - 3.0 * first**4)
    yield Measure("bias", first, math.hypot(spread / math.sqrt(n), truth.error), int(n))
    error = math.sqrt(max(0.0, central - variance**2) / n) / (2.0 * spread) if spread else 0.0
    yield Measure("empirical SD", spread, error, int(n))
    root = math.sqrt(second)
    error = math.sqrt(max(0.0, fourth - second**2) / n) / (2.0 * root) if root else 0.0
    yield Measure("RMSE", root, error, int(n))


def measure_share(name: str, count: float, trials: float) -> Measure:
    """Measure a share of trials."""
    if trials == 0:
        return Measure(name, None, None, 0, "no trial gives it")
    share = count / trials
    return Measure(name, share, math.sqrt(share * (1.0 - share) / trials), int(trials))


def measure_mean(name: str, sums: tuple[float, float, float]) -> Measure:
    """Measure a mean from number, sum and sum of squares."""
    n, total, squares = sums
    if n < 2:
        return Measure(name, None, None, int(n), "fewer than two trials give it")
    mean = total / n
    variance = max(0.0, squares / n - mean**2) * n / (n - 1.0)
    return Measure(name, mean, math.sqrt(variance / n), int(n))

"""Regression to the mean: the change to expect of selected participants without any treatment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.results import Statistic

__all__ = [
    "CORRELATIONS",
    "METHOD",
    "Selection",
    "UntreatedChange",
    "compute_cutoff_regression",
    "compute_log_regression",
    "compute_mean_regression",
    "compute_regression_curve",
]

METHOD = Method(
    name="regression to the mean",
    gives="follow-up value and change to expect with no treatment and no trend",
    limits="population mean, SD and r must come from elsewhere and fit; an expectation, no test",
    source="Davis, Am J Epidemiol 1976;104:493-498; Barnett et al, Int J Epidemiol 2005;34:215-220",
)

CORRELATIONS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Correlations of repeated measurements shown where the right one is not known."""

Selection = Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class UntreatedChange:
    """What to expect of selected participants without treatment.

    Parameters
    ----------
    correlation : float
        Correlation r of two measurements of one person.
    baseline : Statistic
        Mean of the selected at baseline, given or expected.
    follow_up : Statistic
        Mean to expect at follow-up.
    change : Statistic
        Follow-up minus baseline, or their ratio on the log scale.
    """

    correlation: float
    baseline: Statistic
    follow_up: Statistic
    change: Statistic


def compute_mean_regression(
    baseline_mean: float | None, population_mean: float | None, correlation: float
) -> UntreatedChange:
    """Compute the change to expect of a group with a known baseline mean.

    Parameters
    ----------
    baseline_mean, population_mean : float or None
        Means of the selected group and of the population it came from, in one unit; None or NaN
        where unknown.
    correlation : float
        Correlation of two measurements of one person, in [-1, 1].

    Notes
    -----
    Expected follow-up mu + r (b - mu), hence expected change (r - 1) (b - mu). It needs a linear
    regression of follow-up on baseline and the same mean and SD at both times.
    """
    _require_correlation(correlation)
    baseline, population = _read_number(baseline_mean), _read_number(population_mean)
    if baseline is None or population is None:
        return _make_unknown(correlation, baseline)
    distance = baseline - population
    return _make_change(correlation, baseline, population + correlation * distance)


def compute_log_regression(
    baseline_geometric_mean: float | None,
    population_geometric_mean: float | None,
    correlation: float,
) -> UntreatedChange:
    """Compute the ratio to expect of a group with a known geometric mean.

    Parameters
    ----------
    baseline_geometric_mean, population_geometric_mean : float or None
        Geometric means in one unit, above 0; None or NaN where unknown.
    correlation : float
        Correlation of the logs of two measurements of one person, in [-1, 1].

    Returns
    -------
    UntreatedChange
        ``change`` is the ratio follow-up over baseline.

    Raises
    ------
    ValueError
        If a geometric mean is zero or negative.

    Notes
    -----
    :func:`compute_mean_regression` of logs, exponentiated: ratio (b / mu)^(r - 1).
    """
    _require_correlation(correlation)
    baseline = _read_number(baseline_geometric_mean)
    population = _read_number(population_geometric_mean)
    if any(value is not None and value <= 0.0 for value in (baseline, population)):
        raise ValueError("a geometric mean is above 0")
    if baseline is None or population is None:
        return _make_unknown(correlation, baseline)
    ratio = (baseline / population) ** (correlation - 1.0)
    return UntreatedChange(
        correlation,
        Statistic(baseline, METHOD.name),
        Statistic(baseline * ratio, METHOD.name),
        Statistic(ratio, f"{METHOD.name}, of logs"),
    )


def compute_cutoff_regression(
    population_mean: float,
    population_sd: float,
    correlation: float,
    cutoff: float,
    *,
    selected: Selection,
) -> UntreatedChange:
    """Compute the change to expect of everybody beyond a cut-off at baseline.

    Parameters
    ----------
    population_mean, population_sd : float
        Mean and SD of single measurements in the population; of logs for the log scale, where
        ``change`` is then a log ratio. The SD is above 0.
    correlation : float
        Correlation of two measurements of one person, in [-1, 1].
    cutoff : float
        Selected are those above, or below, this value; same unit, log of it for the log scale.
    selected : {'above', 'below'}
        Which side was selected.

    Raises
    ------
    ValueError
        If the SD is not above 0 or a number is not finite.

    Notes
    -----
    For a normal variable cut at z = (c - mu) / sd the mean above is mu + sd h(z) with the hazard
    h(z) = phi(z) / (1 - Phi(z)); below it is mu - sd h(-z). Expected change (r - 1) (mean - mu).
    """
    require_choice(selected, Selection, "selected")
    _require_correlation(correlation)
    if not all(math.isfinite(value) for value in (population_mean, population_sd, cutoff)):
        raise ValueError("population mean, SD and cut-off are finite numbers")
    if population_sd <= 0.0:
        raise ValueError("a population SD is above 0")
    sign = 1.0 if selected == "above" else -1.0
    z = sign * (cutoff - population_mean) / population_sd
    # on the log scale, where a cut-off far in the tail does not become 0 / 0
    hazard = math.exp(-0.5 * z**2 - 0.5 * math.log(2.0 * math.pi) - float(special.log_ndtr(-z)))
    distance = sign * population_sd * hazard
    baseline = population_mean + distance
    return _make_change(correlation, baseline, population_mean + correlation * distance)


def compute_regression_curve(
    baseline_mean: float | None,
    population_mean: float | None,
    correlations: Iterable[float] = CORRELATIONS,
) -> tuple[UntreatedChange, ...]:
    """Compute :func:`compute_mean_regression` for several correlations, in their order."""
    return tuple(compute_mean_regression(baseline_mean, population_mean, r) for r in correlations)


def _require_correlation(correlation: float) -> None:
    if not -1.0 <= correlation <= 1.0:
        raise ValueError(f"a correlation lies in [-1, 1], not {correlation}")


def _read_number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _make_change(correlation: float, baseline: float, follow_up: float) -> UntreatedChange:
    return UntreatedChange(
        correlation,
        Statistic(baseline, METHOD.name),
        Statistic(follow_up, METHOD.name),
        Statistic(follow_up - baseline, METHOD.name),
    )


def _make_unknown(correlation: float, baseline: float | None) -> UntreatedChange:
    missing = "baseline mean" if baseline is None else "population mean"
    unknown = Statistic(None, METHOD.name, f"the {missing} is not known")
    given = unknown if baseline is None else Statistic(baseline, METHOD.name)
    return UntreatedChange(correlation, given, unknown, unknown)

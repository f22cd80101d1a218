"""Power of comparisons of two means, with and without a baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from tubulus.stats.designs.safety.boundary import require_level, require_probability
from tubulus.stats.designs.sample_size.exact_power import SampleSize
from tubulus.stats.methods import Method

__all__ = [
    "METHOD",
    "MeanComparison",
    "compute_mean_power",
    "find_mean_sample_size",
]

METHOD = Method(
    name="power of two means",
    gives="power of the two-sample t test and of ANCOVA with a baseline, by the noncentral t",
    limits="normal values with one SD in both arms; ANCOVA also a correlation known beforehand",
    source="Borm et al, J Clin Epidemiol 2007;60:1234-1238; Chow et al, Sample Size Calculations",
)


@dataclass(frozen=True, slots=True)
class MeanComparison:
    """A comparison of two means.

    Parameters
    ----------
    difference : float
        True difference of the means, in the unit of ``sd``.
    sd : float
        Standard deviation within an arm, above 0.
    baseline_correlation : float
        Correlation of the value with the covariates together, in (-1, 1); 0 for none.
    covariates : int
        Covariates besides the arm; each takes a degree of freedom.
    sides : int
        1 for a one-sided test in the direction of ``difference``, 2 for a two-sided one.

    Raises
    ------
    ValueError
        If a number lies outside its range.
    """

    difference: float
    sd: float
    baseline_correlation: float = 0.0
    covariates: int = 0
    sides: int = 2

    def __post_init__(self) -> None:
        """Refuse numbers outside their ranges."""
        if not (math.isfinite(self.difference) and 0.0 < self.sd < math.inf):
            raise ValueError("a difference is finite and an SD above 0")
        if not -1.0 < self.baseline_correlation < 1.0 or self.covariates < 0:
            raise ValueError("a correlation lies in (-1, 1) and covariates are 0 or more")
        if self.sides not in {1, 2}:
            raise ValueError(f"a test has one side or two, not {self.sides}")

    @property
    def residual_sd(self) -> float:
        """Standard deviation that the covariates leave: sd sqrt(1 - r^2)."""
        return self.sd * math.sqrt(1.0 - self.baseline_correlation**2)


def compute_mean_power(comparison: MeanComparison, n_1: int, n_0: int, alpha: float) -> float:
    """Compute the power of a comparison of two means.

    Parameters
    ----------
    comparison : MeanComparison
        Difference, SD and baseline.
    n_1, n_0 : int
        Participants of each arm, at least 1.
    alpha : float
        Level in (0, 1).

    Returns
    -------
    float
        0 where no degree of freedom is left.

    Notes
    -----
    Noncentral t with n1 + n0 - 2 - covariates degrees of freedom and noncentrality
    difference / (sd sqrt(1 - r^2) sqrt(1 / n1 + 1 / n0)); two-sided counts both sides, as
    R's power.t.test with ``strict = TRUE``. That the arms differ at baseline by chance, which
    costs ANCOVA a share of about 1 / (n1 + n0), is left out.
    """
    require_level(alpha)
    if min(n_1, n_0) < 1:
        raise ValueError("each arm has at least one participant")
    df = n_1 + n_0 - 2 - comparison.covariates
    if df < 1:
        return 0.0
    error = comparison.residual_sd * math.sqrt(1.0 / n_1 + 1.0 / n_0)
    shift = abs(comparison.difference) / error
    critical = float(special.stdtrit(df, 1.0 - alpha / comparison.sides))
    power = 1.0 - float(special.nctdtr(df, shift, critical))
    if comparison.sides == 2:
        power += float(special.nctdtr(df, shift, -critical))
    return min(1.0, power)


def find_mean_sample_size(
    comparison: MeanComparison,
    alpha: float,
    power: float,
    *,
    ratio: float = 1.0,
    most: int = 1_000_000,
) -> SampleSize:
    """Find the smallest arms with which a comparison of two means has the power.

    Parameters
    ----------
    comparison : MeanComparison
        Difference, SD and baseline.
    alpha, power : float
        Level, and power to reach, in (0, 1).
    ratio : float
        Participants of the first arm for each of the second, which is rounded up.
    most : int
        Most participants of the second arm that are thought of.

    Returns
    -------
    SampleSize
        Without numbers, and with the reason, where ``most`` is too few.

    Notes
    -----
    Power rises with size, so that bisection finds the smallest one.
    """
    require_probability(power, "power")
    if ratio <= 0.0:
        raise ValueError("a ratio of the arms is above 0")

    def reach(n_0: int) -> tuple[int, float]:
        n_1 = math.ceil(ratio * n_0 - 1e-9)
        return n_1, compute_mean_power(comparison, n_1, n_0, alpha)

    low, high = 1, most
    if reach(most)[1] < power:
        return SampleSize(None, None, reach(most)[1], f"not reached with up to {most}")
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reach(middle)[1] >= power else (middle + 1, high)
    n_1, found = reach(low)
    return SampleSize(n_1, low, found)

"""Does a risk difference depend on a subgroup? Limits by MOVER, homogeneity by scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.two_proportions.miettinen_nurminen import compute_score_variance
from tubulus.stats.two_proportions.risk_difference import (
    RiskDifferenceMethod,
    estimate_risk_difference,
)

__all__ = ["HOMOGENEITY", "MOVER", "RiskInteraction", "estimate_risk_interaction"]

MOVER = Method(
    name="MOVER",
    gives="limits of a difference of two risk differences, from the limits of each",
    limits="asymptotic; covers the stated level on average only; not adjusted for covariates",
    source="Zou and Donner, Stat Med 2008;27:1693-1702",
)
HOMOGENEITY = Method(
    name="score test of homogeneity",
    gives="chi-square test that the risk difference is the same in all subgroups",
    limits="asymptotic; little power in a small trial: a large p-value shows no likeness",
    source="Gart and Nam, Biometrics 1990;46:637-643, with the variance of Miettinen and Nurminen",
)

_HALVINGS = 60
# A subgroup whose difference is this near the common one adds nothing, whatever its variance.
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class RiskInteraction:
    """Interaction of arm and subgroup on the scale of risks.

    Parameters
    ----------
    subgroups : tuple of Interval
        Risk difference in each subgroup.
    differences : tuple of Interval
        Each further subgroup with both arms minus the first one that has both.
    reference : int or None
        Place of that first subgroup.
    test : HypothesisTest
        Test that the risk difference is the same in all subgroups with both arms.
    statistic, common : Statistic
        Chi-square of the test, and the common risk difference under its hypothesis.
    df : int
        Degrees of freedom of the chi-square.
    """

    subgroups: tuple[Interval, ...]
    differences: tuple[Interval, ...]
    reference: int | None
    test: HypothesisTest
    statistic: Statistic
    common: Statistic
    df: int


def estimate_risk_interaction(
    counts: Sequence[tuple[int, int, int, int]],
    *,
    method: RiskDifferenceMethod = "Miettinen-Nurminen",
    confidence: float = 0.95,
) -> RiskInteraction:
    """Estimate how a risk difference between two arms differs between subgroups.

    Parameters
    ----------
    counts : sequence of (events_1, n_1, events_0, n_0)
        First arm and comparator of each subgroup.
    method : {'Miettinen-Nurminen', 'Newcombe'}
        Interval of each subgroup, from which the limits of a difference are joined.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    RiskInteraction
        A subgroup with an empty arm is not estimable and left out of the comparison.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm.

    Notes
    -----
    With (l, u) around d in each subgroup, low = d2 - d1 - sqrt((d2 - l2)^2 + (u1 - d1)^2), high
    alike. The test solves sum (d_i - d) / V_i(d) = 0 for the common d and refers
    sum (d_i - d)^2 / V_i(d) to chi-square; V_i is the score variance with its factor N / (N - 1).
    Limits and test are made differently and may disagree at the border.
    """
    require_choice(method, RiskDifferenceMethod, "method")
    require_confidence(confidence)
    for events_1, n_1, events_0, n_0 in counts:
        require_counts(events_1, n_1)
        require_counts(events_0, n_0)
    subgroups = tuple(
        estimate_risk_difference(*row, method=method, confidence=confidence) for row in counts
    )
    both = [place for place, part in enumerate(subgroups) if part.estimate is not None]
    name = f"{MOVER.name}, {method}"
    differences = tuple(_join(subgroups[place], subgroups[both[0]], name) for place in both[1:])
    if len(both) < 2:
        reason = f"fewer than two subgroups without {NOBODY} in an arm"
        test = HypothesisTest(None, HOMOGENEITY.name, reason=reason)
        statistic = common = Statistic(None, HOMOGENEITY.name, reason)
    else:
        tables = np.array([counts[place] for place in both], dtype=np.float64).T
        test, statistic, common = _test_homogeneity(tables)
    reference = both[0] if both else None
    df = max(0, len(both) - 1)
    return RiskInteraction(subgroups, differences, reference, test, statistic, common, df)


def _join(second: Interval, first: Interval, name: str) -> Interval:
    # both have an estimate, and a risk difference that has one has limits
    assert second.estimate is not None
    assert second.low is not None
    assert second.high is not None
    assert first.estimate is not None
    assert first.low is not None
    assert first.high is not None
    difference = second.estimate - first.estimate
    below = math.hypot(second.estimate - second.low, first.high - first.estimate)
    above = math.hypot(second.high - second.estimate, first.estimate - first.low)
    return Interval(
        difference,
        max(-2.0, difference - below),
        min(2.0, difference + above),
        second.confidence,
        name,
    )


def _test_homogeneity(tables: Vector) -> tuple[HypothesisTest, Statistic, Statistic]:
    events_1, n_1, events_0, n_0 = tables
    observed = events_1 / n_1 - events_0 / n_0
    low, high = float(observed.min()), float(observed.max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        distance, variance = _weigh(tables, observed, middle)
        if float(np.sum(distance / variance)) > 0.0:
            low = middle
        else:
            high = middle
    common = (low + high) / 2.0
    distance, variance = _weigh(tables, observed, common)
    chi_square = float(np.sum(distance**2 / variance))
    p_value = float(special.chdtrc(observed.size - 1, chi_square))
    name = HOMOGENEITY.name
    return HypothesisTest(p_value, name), Statistic(chi_square, name), Statistic(common, name)


def _weigh(tables: Vector, observed: Vector, common: float) -> tuple[Vector, Vector]:
    x_1, n_1, x_0, n_0 = tables
    distance = observed - common
    variance = np.asarray(compute_score_variance(x_1, n_1, x_0, n_0, common))
    same = np.abs(distance) <= _SAME
    return np.where(same, 0.0, distance), np.where(same | (variance <= 0.0), 1.0, variance)

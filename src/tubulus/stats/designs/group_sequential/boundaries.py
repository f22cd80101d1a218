"""Critical values of group-sequential designs: classical constants and alpha spending."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize, special

from tubulus.stats.choices import require_choice
from tubulus.stats.designs.group_sequential.recursion import (
    Path,
    compute_crossing,
    find_finest_steps,
)
from tubulus.stats.designs.group_sequential.spending import Spending, compute_spent_alpha
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = [
    "METHOD",
    "GroupSequentialBoundary",
    "Sides",
    "compute_classical_boundary",
    "compute_inflation",
    "compute_power",
    "compute_spending_boundary",
]

METHOD = Method(
    name="group-sequential boundary",
    gives="critical z values at each look that keep alpha over all looks",
    limits="for a statistic that is normal with independent increments; looks as planned",
    source="Pocock, Biometrika 1977;64:191-199; O'Brien and Fleming, Biometrics 1979;35:549-556; "
    "Lan and DeMets, Biometrika 1983;70:659-663",
)

Sides = Literal[1, 2]
Shape = Literal["O'Brien-Fleming", "Pocock"]


@dataclass(frozen=True, slots=True)
class GroupSequentialBoundary:
    """Critical values of a group-sequential design.

    Parameters
    ----------
    fractions : ndarray, shape (k,)
        Share of the planned information at each look; the last is 1 unless the plan was cut.
    critical_values : ndarray, shape (k,)
        The hypothesis is rejected where z, or its absolute value, exceeds this.
    spent : ndarray, shape (k,)
        Alpha spent up to each look, both sides together.
    alpha : float
        Level over all looks, both sides together.
    sides : {1, 2}
        Whether z or its absolute value is compared.
    """

    fractions: Vector
    critical_values: Vector
    spent: Vector
    alpha: float
    sides: Sides


def compute_classical_boundary(
    looks: int, alpha: float, *, shape: Shape, sides: Sides = 2
) -> GroupSequentialBoundary:
    """Compute Pocock's or O'Brien and Fleming's boundary for looks at equal steps.

    Parameters
    ----------
    looks : int
        Number of looks, the last included, at least 1.
    alpha : float
        Level over all looks, both sides together, in (0, 1).
    shape : {"O'Brien-Fleming", 'Pocock'}
        The same critical value at each look (Pocock), or one that falls as 1 / sqrt(fraction).
    sides : {1, 2}
        One-sided, or symmetric two-sided.

    Notes
    -----
    The constant C, the critical value at the last look, solves P(cross at any look) = alpha under
    no effect.
    """
    require_choice(shape, Shape, "shape")
    require_choice(sides, Sides, "sides")
    if looks < 1:
        raise ValueError("a design has at least one look")
    _require_level(alpha, sides)
    fractions = np.arange(1.0, looks + 1.0) / looks
    if shape not in {"O'Brien-Fleming", "Pocock"}:
        raise ValueError(f"a classical boundary is O'Brien-Fleming or Pocock, not {shape}")
    form = np.ones(looks) if shape == "Pocock" else 1.0 / np.sqrt(fractions)

    def excess(constant: float) -> float:
        return float(_spend(fractions, constant * form, sides)[-1]) - alpha

    # by Bonferroni at most the quantile of alpha / looks, at least that of alpha
    lowest = -float(special.ndtri(alpha / sides))
    highest = -float(special.ndtri(alpha / sides / looks)) + 1e-9
    constant = lowest
    if looks > 1:
        constant = float(optimize.brentq(excess, lowest, highest, xtol=1e-13, rtol=1e-14))
    values = constant * form
    return GroupSequentialBoundary(
        fractions, values, _spend(fractions, values, sides), alpha, sides
    )


def compute_spending_boundary(
    fractions: Sequence[float], alpha: float, *, spending: Spending, sides: Sides = 2
) -> GroupSequentialBoundary:
    """Compute the boundary that spends alpha as a function of the information.

    Parameters
    ----------
    fractions : sequence of float
        Share of the planned information at each look, ascending in (0, 1], each at least a
        thousandth above the one before.
    alpha : float
        Level over all looks, both sides together, in (0, 1).
    spending : {"O'Brien-Fleming", 'Pocock'}
        See :func:`~tubulus.stats.designs.group_sequential.spending.compute_spent_alpha`.
    sides : {1, 2}
        One-sided, or symmetric two-sided, each side spending half of alpha.

    Notes
    -----
    Look by look, the critical value solves P(cross here first) = what is spent since the last.
    """
    require_choice(spending, Spending, "spending")
    require_choice(sides, Sides, "sides")
    times = _require_fractions(fractions)
    _require_level(alpha, sides)
    finest = find_finest_steps(times)
    path, values = Path.start(), np.zeros(times.size)
    spent, targets = 0.0, np.zeros(times.size)
    for look, time in enumerate(times.tolist()):
        targets[look] = compute_spent_alpha(time, alpha / sides, spending)
        values[look] = _solve(path, time, targets[look] - spent)
        low = -float(values[look]) if sides == 2 else -math.inf
        path = path.advance(time, low, float(values[look]), 0.0, float(finest[look]))
        spent = float(targets[look])
    return GroupSequentialBoundary(times, values, sides * targets, alpha, sides)


def compute_power(boundary: GroupSequentialBoundary, drift: float) -> Vector:
    """Compute the probability to have rejected in favour of the effect by each look.

    Parameters
    ----------
    boundary : GroupSequentialBoundary
        The design.
    drift : float
        Mean of z at full information: effect over its standard error at the end.

    Returns
    -------
    ndarray, shape (k,)
        Cumulative; a two-sided design also counts rejections on the other side.
    """
    return _spend(boundary.fractions, boundary.critical_values, boundary.sides, drift)


def compute_inflation(boundary: GroupSequentialBoundary, power: float) -> float:
    """Compute how many times the participants of a design with one look it takes at most.

    Parameters
    ----------
    boundary : GroupSequentialBoundary
        The design; its last fraction is 1.
    power : float
        Probability to reject, above alpha and below 1.

    Notes
    -----
    (drift / drift of the fixed design)^2, both with the same power.
    """
    if not boundary.alpha < power < 1.0:
        raise ValueError("power lies between alpha and 1")
    fixed = compute_classical_boundary(1, boundary.alpha, shape="Pocock", sides=boundary.sides)
    drifts = [_find_drift(design, power) for design in (boundary, fixed)]
    return (drifts[0] / drifts[1]) ** 2


def _find_drift(boundary: GroupSequentialBoundary, power: float) -> float:
    def excess(drift: float) -> float:
        return float(compute_power(boundary, drift)[-1]) - power

    return float(optimize.brentq(excess, 0.0, 40.0, xtol=1e-12, rtol=1e-13))


def _spend(fractions: Vector, values: Vector, sides: Sides, drift: float = 0.0) -> Vector:
    above, below = compute_crossing(fractions, values, -values if sides == 2 else None, drift)
    total: Vector = np.cumsum(above + below)
    return total


def _solve(path: Path, fraction: float, target: float) -> float:
    """Return the z value that is exceeded with the target probability."""

    def excess(value: float) -> float:
        # on the log scale, where tiny early amounts are as well resolved as late ones
        return math.log(max(path.compute_above(fraction, value, 0.0), 1e-300)) - math.log(target)

    # beyond z = 37 nothing is left in double precision: what is to be spent there, is not
    if target <= 1e-290:
        return 37.0
    return float(optimize.brentq(excess, -_REACH_OF_Z, _REACH_OF_Z, xtol=1e-13, rtol=1e-14))


_REACH_OF_Z = 37.0
# the points of the integration grow with the inverse root of the step
_NEAREST = 1.001


def _require_level(alpha: float, sides: int) -> None:
    if sides not in {1, 2}:
        raise ValueError(f"a test has one side or two, not {sides}")
    if not 0.0 < alpha / sides < 0.5:
        raise ValueError(f"alpha lies above 0 and its half below 0.5, not {alpha}")


def _require_fractions(fractions: Sequence[float]) -> Vector:
    times = np.asarray(fractions, dtype=float)
    if times.ndim != 1 or times.size == 0 or not bool(np.all(np.diff(times, prepend=0.0) > 0.0)):
        raise ValueError("fractions of the information rise from above 0")
    if not bool(np.all(times[1:] >= times[:-1] * _NEAREST)):
        raise ValueError("looks at nearly the same information are one look")
    if times[-1] > 1.0:
        raise ValueError("fractions of the information end at 1 or before")
    return times

"""Joint test of all specifications against re-analyses of permuted data."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import HypothesisTest, Statistic

__all__ = ["METHOD", "WARNING", "JointCurveTest", "SpecificationJointTest", "compute_joint_test"]

WARNING = (
    "A small p-value says only that not every specification is compatible with no effect in any "
    "participant; it does not say which one is right, and permuting arms that were not randomised "
    "removes no confounding."
)

METHOD = Method(
    name="specification curve, joint permutation test",
    gives="permutation p-values of median, share of significant results and mean z of the curve",
    limits=WARNING,
    source="Simonsohn, Simmons and Nelson, Nat Hum Behav 2020;4:1208-1214",
)

# An equal statistic counts as extreme although sums are rounded.
_ROUNDING = 1e-12
# p-values below this have z values beyond 37, more than a permutation can tell apart.
_SMALLEST_P = 1e-300


@dataclass(frozen=True, slots=True)
class JointCurveTest:
    """One statistic of the curve against its permutation distribution.

    Parameters
    ----------
    statistic : Statistic
        Its value in the data.
    test : HypothesisTest
        Share of permutations with a statistic as extreme, the data counted among them.
    monte_carlo_error : Statistic
        Standard error of that share.
    """

    statistic: Statistic
    test: HypothesisTest
    monte_carlo_error: Statistic


@dataclass(frozen=True, slots=True)
class SpecificationJointTest:
    """Joint test of a specification curve.

    Parameters
    ----------
    median : JointCurveTest
        Absolute median effect.
    significant : JointCurveTest
        Share of specifications significant on the side that has more of them.
    stouffer : JointCurveTest
        Absolute mean of signed z values.
    n_specifications, n_permutations : int
        Specifications compared; permutations.
    warning : str
        What the test does not show; printed beside each p-value.
    """

    median: JointCurveTest
    significant: JointCurveTest
    stouffer: JointCurveTest
    n_specifications: int
    n_permutations: int
    warning: str


def compute_joint_test(
    effects: ArrayLike,
    p_values: ArrayLike,
    permuted_effects: ArrayLike,
    permuted_p_values: ArrayLike,
    *,
    alpha: float = 0.05,
) -> SpecificationJointTest:
    """Compute the joint test of a specification curve.

    Parameters
    ----------
    effects, p_values : array_like, shape (s,)
        Estimate minus its null (logs of ratios) and two-sided p-value of each specification; NaN
        where not estimable.
    permuted_effects, permuted_p_values : array_like, shape (b, s)
        The same after each of b permutations of the arms.
    alpha : float
        Level at which a specification counts as significant.

    Returns
    -------
    SpecificationJointTest
        Of the specifications estimable in the data. A permutation in which none of them could be
        estimated counts as extreme.

    Raises
    ------
    ValueError
        If shapes disagree, a value is infinite or a p-value lies outside [0, 1].

    Notes
    -----
    p = (1 + number of permutations as extreme) / (1 + b), Monte Carlo error
    sqrt(p (1 - p) / (1 + b)); z = sign of the effect times the normal quantile of 1 - p / 2.
    """
    first, first_p = read_vector(effects), read_vector(p_values)
    drawn = np.asarray(permuted_effects, dtype=np.float64)
    drawn_p = np.asarray(permuted_p_values, dtype=np.float64)
    _require_shapes(first, first_p, drawn, drawn_p)
    kept = ~(np.isnan(first) | np.isnan(first_p))
    n_permutations, n_specifications = drawn.shape[0], int(kept.sum())
    if n_specifications == 0 or n_permutations == 0:
        reason = "no specification was estimable" if n_permutations else "no permutation was made"
        nothing = Statistic(None, METHOD.name, reason)
        empty = JointCurveTest(nothing, HypothesisTest(None, METHOD.name, reason=reason), nothing)
        return SpecificationJointTest(
            empty, empty, empty, n_specifications, n_permutations, WARNING
        )
    effect = np.vstack([first, drawn])[:, kept]
    p = np.vstack([first_p, drawn_p])[:, kept]
    gone = np.isnan(effect) | np.isnan(p)
    measures = _measure(np.where(gone, np.nan, effect), np.where(gone, np.nan, p), alpha)
    median, significant, stouffer = (_compare(values) for values in measures)
    return SpecificationJointTest(
        median, significant, stouffer, n_specifications, n_permutations, WARNING
    )


def _require_shapes(first: Vector, first_p: Vector, drawn: Vector, drawn_p: Vector) -> None:
    if first.size != first_p.size:
        raise ValueError(f"{first.size} effects need as many p-values, got {first_p.size}")
    for values in (drawn, drawn_p):
        if values.ndim != 2 or values.shape[1] != first.size or len(values) != len(drawn):
            raise ValueError(
                f"permuted values need shape ({len(drawn)}, {first.size}), got {values.shape}"
            )
    if np.isinf(drawn).any():
        raise ValueError("a permuted effect is infinite; missing values are NaN")
    for values in (first_p, drawn_p):
        if not ((values >= 0.0) & (values <= 1.0) | np.isnan(values)).all():
            raise ValueError("p-values lie in [0, 1]; NaN where a specification has none")


def _measure(effect: Vector, p: Vector, alpha: float) -> tuple[Vector, Vector, Vector]:
    """Compute the three statistics of each row, infinite where a row has no estimate."""
    empty = np.asarray(np.isnan(effect).all(axis=1))
    filled = np.where(empty[:, None], 0.0, effect)
    counts = np.where(empty, 1, np.sum(~np.isnan(effect), axis=1))
    z = np.sign(effect) * -special.ndtri(np.maximum(p, _SMALLEST_P) / 2.0)
    up = np.sum((effect > 0.0) & (p <= alpha), axis=1) / counts
    down = np.sum((effect < 0.0) & (p <= alpha), axis=1) / counts
    values = (
        np.abs(np.nanmedian(filled, axis=1)),
        np.maximum(up, down),
        np.abs(np.nansum(z, axis=1) / counts),
    )
    median, significant, stouffer = (np.where(empty, np.inf, value) for value in values)
    return median, significant, stouffer


def _compare(values: Vector) -> JointCurveTest:
    observed, drawn = float(values[0]), values[1:]
    as_extreme = int(np.sum(drawn >= observed - _ROUNDING * max(1.0, abs(observed))))
    total = drawn.size + 1
    p_value = (1 + as_extreme) / total
    name = METHOD.name
    return JointCurveTest(
        Statistic(observed, name),
        HypothesisTest(p_value, name),
        Statistic(math.sqrt(p_value * (1.0 - p_value) / total), name),
    )

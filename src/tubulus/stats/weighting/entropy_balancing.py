"""Entropy balancing: the most even weights that give an arm the covariate means of the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from tubulus.stats.balance.effective_size import compute_effective_size
from tubulus.stats.missing import Vector
from tubulus.stats.weighting.columns import ArmColumns
from tubulus.stats.weighting.influence import ArmMeans
from tubulus.stats.weighting.propensity import standardise_columns

__all__ = [
    "BALANCED_TARGETS",
    "BalancedTarget",
    "EntropyWeights",
    "compute_balanced_means",
    "fit_entropy_weights",
]

BalancedTarget = Literal["ATE", "ATT", "ATU"]
BALANCED_TARGETS: tuple[BalancedTarget, ...] = get_args(BalancedTarget)

# Means are balanced to this share of a standard deviation.
_BALANCE_TOLERANCE = 1e-12
# The smallest weighted variance of a combination of covariates, of about 1 before weighting: below
# it the weights have left the arm but for an edge, and the target mean lies on or beyond that edge.
_VARIANCE_TOLERANCE = 1e-10
_STEPS, _HALVINGS = 200, 40
_INFEASIBLE = (
    "no positive weights balance the covariates: the means of the target lie outside what the "
    "participants of an arm span"
)


@dataclass(frozen=True, slots=True)
class EntropyWeights:
    """Weights of entropy balancing.

    Parameters
    ----------
    weights : ndarray, shape (n,)
        Weight of each participant; they sum to 1 in each arm.
    deviations : ndarray, shape (n, k)
        Standardised covariates minus the means of the target.
    is_target : ndarray of float, shape (n,)
        1 for a participant of the target population.
    """

    weights: Vector
    deviations: Vector
    is_target: Vector


def fit_entropy_weights(
    arm: Vector, covariates: Vector, target: BalancedTarget
) -> EntropyWeights | str:
    """Compute the weights of entropy balancing, or say why there are none.

    Parameters
    ----------
    arm : ndarray, shape (n,)
        1 in the first arm and 0 in the comparator; both occur, nothing is missing.
    covariates : ndarray, shape (n, k)
        Columns without intercept, nothing missing. Squares balance variances.
    target : {'ATE', 'ATT', 'ATU'}
        Population whose covariate means both arms are to have.

    Returns
    -------
    EntropyWeights or str
        The weights; a sentence where no positive weights reach the means or columns depend on each
        other within an arm.

    Notes
    -----
    Among weights w > 0 with sum w = 1 and sum w x = m those minimise sum w log w: w_i is
    proportional to exp(b'(x_i - m)), b minimises log sum exp(b'(x_i - m)) (Hainmueller, Polit Anal
    2012;20:25-46), here by damped Newton steps. The arm that is the target keeps equal weights.
    """
    if target not in BALANCED_TARGETS:
        raise ValueError(f"entropy balancing knows {', '.join(BALANCED_TARGETS)}, not {target!r}")
    columns = standardise_columns(covariates)
    if isinstance(columns, str):
        return columns
    is_target = {"ATE": np.ones(arm.size), "ATT": arm, "ATU": 1.0 - arm}[target]
    deviations = columns[2] - columns[2][is_target == 1.0].mean(axis=0)
    weights = np.empty(arm.size)
    for value, own in ((1.0, "ATT"), (0.0, "ATU")):
        rows = arm == value
        if target == own:
            weights[rows] = 1.0 / rows.sum()
            continue
        found = _solve(deviations[rows])
        if isinstance(found, str):
            return found
        weights[rows] = found
    return EntropyWeights(weights, deviations, is_target)


def compute_balanced_means(columns: ArmColumns, fit: EntropyWeights) -> ArmMeans:
    """Compute the weighted mean of each arm with the influence of each participant.

    Notes
    -----
    Stacked estimating equations of target means m, multipliers b and outcome mean: with S and C the
    weighted covariance of x and of x with y, and g = S^-1 C, an influence is
    w_i (y_i - mean - g'(x_i - m)) + t_i g'(x_i - m) / sum t, t_i 1 for the target population. An
    arm with equal weights has w_i (y_i - mean).
    """
    means, sizes = [], []
    influence, fixed = np.zeros(columns.arm.size), np.zeros(columns.arm.size)
    for sign, member in ((1.0, columns.arm), (-1.0, 1.0 - columns.arm)):
        w = fit.weights * member
        mean = float(w @ columns.outcome)
        own = w * (columns.outcome - mean)
        fixed += sign * own
        if not np.array_equal(member, fit.is_target):
            own = own + _compute_calibration(w, own, fit)
        influence += sign * own
        means.append(mean)
        sizes.append(compute_effective_size(w[member == 1.0]))
    coefficients = fit.deviations.shape[1] + 1
    return ArmMeans(means[0], means[1], influence, fixed, coefficients, sizes[0], sizes[1])


def _compute_calibration(weights: Vector, residuals: Vector, fit: EntropyWeights) -> Vector:
    x = fit.deviations
    slope = np.linalg.solve(x.T @ (x * weights[:, None]), x.T @ residuals)
    shares = fit.is_target / fit.is_target.sum()
    return np.asarray((shares - weights) * (x @ slope))


def _solve(deviations: Vector) -> Vector | str:
    """Return weights with sum 1 under which the deviations have mean 0."""
    multipliers = np.zeros(deviations.shape[1])
    for _ in range(_STEPS):
        weights, height = _compute_dual(deviations, multipliers)
        gradient = weights @ deviations
        centred = deviations - gradient
        curvature = centred.T @ (centred * weights[:, None])
        if np.linalg.eigvalsh(curvature).min(initial=1.0) <= _VARIANCE_TOLERANCE:
            return _name_obstacle(deviations)
        if np.abs(gradient).max(initial=0.0) <= _BALANCE_TOLERANCE:
            return weights
        step = np.asarray(-np.linalg.solve(curvature, gradient), dtype=np.float64)
        multipliers = _move(deviations, multipliers, step, (height, float(gradient @ step)))
    return _INFEASIBLE


def _compute_dual(deviations: Vector, multipliers: Vector) -> tuple[Vector, float]:
    exponents = deviations @ multipliers
    top = exponents.max()
    raw = np.exp(exponents - top)
    total = raw.sum()
    return raw / total, float(top + np.log(total))


def _move(deviations: Vector, start: Vector, step: Vector, at_start: tuple[float, float]) -> Vector:
    """Take the longest halved step that lowers the dual (Armijo's rule)."""
    height, slope = at_start
    share = 1.0
    for _ in range(_HALVINGS):
        moved = start + share * step
        # near the minimum the height moves by less than its rounding
        if _compute_dual(deviations, moved)[1] <= height + 1e-4 * share * slope + 1e-14 * max(
            1.0, abs(height)
        ):
            return moved
        share *= 0.5
    return start + share * step


def _name_obstacle(deviations: Vector) -> str:
    n, k = deviations.shape
    spread = deviations - deviations.mean(axis=0)
    if n <= k or np.linalg.matrix_rank(spread, tol=1e-10 * n**0.5) < k:
        return "covariates determine each other within an arm, or one of them does not vary there"
    return _INFEASIBLE

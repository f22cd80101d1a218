"""Outcome model: the expected outcome of each participant in either arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.logistic.maximum_likelihood import fit_logistic
from tubulus.stats.missing import Vector
from tubulus.stats.weighting.columns import ArmColumns
from tubulus.stats.weighting.propensity import standardise_columns

__all__ = ["OutcomeKind", "OutcomeModel", "fit_outcome_model"]

OutcomeKind = Literal["linear", "logistic"]


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """A fitted outcome model.

    Parameters
    ----------
    expected_1, expected_0 : ndarray, shape (n,)
        Expected outcome of each participant in the first arm and in the comparator.
    slopes_1, slopes_0 : ndarray, shape (n, q)
        Derivatives of both with respect to the coefficients.
    influence : ndarray, shape (n, q)
        First-order change of the coefficients by each participant.
    """

    expected_1: Vector
    expected_0: Vector
    slopes_1: Vector
    slopes_0: Vector
    influence: Vector


def fit_outcome_model(
    columns: ArmColumns, kind: OutcomeKind, *, by_arm: bool
) -> OutcomeModel | str:
    """Fit the outcome on arm and covariates, or say why it cannot be fitted.

    Parameters
    ----------
    columns : ArmColumns
        Complete participants, both arms occur; outcome 0 or 1 for the logistic model.
    kind : {'linear', 'logistic'}
        Least squares, or logistic regression by maximum likelihood.
    by_arm : bool
        Whether the effects of the covariates differ between the arms, which equals a model in each.

    Raises
    ------
    ValueError
        If a logistic model meets an outcome that is neither 0 nor 1.
    """
    if kind not in ("linear", "logistic"):
        raise ValueError(f"the outcome model is linear or logistic, not {kind!r}")
    standard = standardise_columns(columns.covariates)
    if isinstance(standard, str):
        return standard
    observed, first, second = (
        _build_design(value, standard[2], by_arm=by_arm)
        for value in (columns.arm, np.ones(columns.arm.size), np.zeros(columns.arm.size))
    )
    if kind == "linear":
        linear = fit_least_squares(observed, columns.outcome)
        if isinstance(linear, str):
            return linear
        b, influence = linear.coefficients, linear.weights.T * linear.residuals[:, None]
        return OutcomeModel(first @ b, second @ b, first, second, influence)
    logistic = fit_logistic(observed, columns.outcome)
    if isinstance(logistic, str):
        return logistic
    b = logistic.coefficients
    risk_1, risk_0 = _compute_risk(first @ b), _compute_risk(second @ b)
    residuals = columns.outcome - logistic.probabilities
    return OutcomeModel(
        risk_1,
        risk_0,
        first * (risk_1 * (1.0 - risk_1))[:, None],
        second * (risk_0 * (1.0 - risk_0))[:, None],
        (observed * residuals[:, None]) @ logistic.covariance,
    )


def _build_design(arm: Vector, standard: Vector, *, by_arm: bool) -> Vector:
    parts = [np.ones(arm.size), arm, standard]
    if by_arm:
        parts.append(standard * arm[:, None])
    return np.column_stack(parts)


def _compute_risk(predictors: Vector) -> Vector:
    return np.asarray(1.0 / (1.0 + np.exp(-predictors)))

"""True models: what standardised covariates add to an outcome, and to the odds of its absence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.random import Generator
from scipy import special

from tubulus.analysis.operating.model import OutcomeModel, TrialModel, Vector
from tubulus.analysis.plan.sections.design import Form, MissingOutcomes

__all__ = [
    "compute_bearing",
    "compute_missing_drive",
    "draw_standard_covariates",
    "get_arm_factors",
]

_THRESHOLD = 0.5
"""A number bears by whether it lies this many SDs above its mean."""
_ARM_FACTORS = 1.5, 0.5
"""How much covariates bear in the treated arm and in the others under interaction."""


def draw_standard_covariates(
    model: TrialModel, shape: tuple[int, ...], generator: Generator
) -> Vector:
    """Draw correlated covariates with mean 0 and SD 1, shape (..., k).

    A column of two levels is a normal variable cut at its share, and standardised.
    """
    normal = generator.standard_normal((*shape, len(model.covariates)))
    standard = normal @ model.root.T
    for column in np.flatnonzero(~np.isnan(model.shares)):
        share = model.shares[column]
        above = standard[..., column] > special.ndtri(1.0 - share)
        standard[..., column] = (above - share) / np.sqrt(share * (1.0 - share))
    return np.asarray(standard)


def get_arm_factors(form: Form) -> tuple[float, float]:
    """Return by how much the covariates' bearing is multiplied in the treated arm and elsewhere."""
    return _ARM_FACTORS if form == "interaction" else (1.0, 1.0)


def compute_bearing(
    model: TrialModel, outcome: OutcomeModel, standard: Vector, form: Form
) -> Vector:
    """Compute what the covariates add to an outcome, before treatment and noise.

    Parameters
    ----------
    model : TrialModel
        For which columns have two levels.
    outcome : OutcomeModel
        Its coefficients; of a number the value before counts with its correlation.
    standard : ndarray, shape (..., k)
        Standardised covariates.
    form : str
        Form of the true model.

    Returns
    -------
    ndarray, shape (...)
        Log odds for an event, SDs for a number.
    """
    coefficients = outcome.coefficients.copy()
    if outcome.share is None and outcome.baseline >= 0:
        coefficients[outcome.baseline] += outcome.correlation
    bearing = np.zeros(standard.shape[:-1])
    for column in np.flatnonzero(coefficients):
        values = standard[..., column]
        is_number = np.isnan(model.shares[column])
        bearing += coefficients[column] * (_bend(values, form) if is_number else values)
    return bearing


def _bend(values: Vector, form: Form) -> Vector:
    """Bend a standard normal variable, keeping mean 0 and variance 1."""
    if form == "quadratic":
        return np.asarray((values + (values**2 - 1.0) / np.sqrt(2.0)) / np.sqrt(2.0))
    if form == "threshold":
        above = float(special.ndtr(-_THRESHOLD))
        return np.asarray(((values > _THRESHOLD) - above) / np.sqrt(above * (1.0 - above)))
    return values


def compute_missing_drive(
    missing: MissingOutcomes,
    outcome: OutcomeModel,
    standard: Vector,
    values: Vector,
    is_treated: npt.NDArray[np.bool_],
) -> Vector:
    """Compute the log odds of missing beside their intercept, shape (...).

    Parameters
    ----------
    missing : MissingOutcomes
        Mechanism and strength.
    outcome : OutcomeModel
        The outcome that may be missing.
    standard : ndarray, shape (..., k)
        Standardised covariates: at random, the value before counts, else the covariate that bears
        most on the outcome.
    values, is_treated : ndarray, shape (...)
        The outcome itself, and who is in the treated arm.
    """
    drive = missing.first_arm * is_treated
    if missing.mechanism == "at random" and standard.shape[-1]:
        column = outcome.baseline
        if column < 0:
            column = int(np.abs(outcome.coefficients).argmax())
        return np.asarray(drive + missing.strength * standard[..., column])
    if missing.mechanism == "not at random":
        if outcome.share is None:
            values = (values - outcome.mean) / outcome.sd
        return np.asarray(drive + missing.strength * values)
    return np.asarray(drive)

"""Draws of the values below a limit, for multiple imputation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.censored.censored_normal import CensoredFit, fit_censored_normal
from tubulus.stats.censored.tobit import read_below
from tubulus.stats.linear.complete_data import read_matrix
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector

__all__ = ["METHOD", "BelowLimitDraws", "draw_below_limit"]

METHOD = Method(
    name="truncated normal draws below a limit",
    gives="imputed values below each participant's limit from the censored normal regression",
    limits="assumes normal residuals also below the limit, where nothing can check them",
    source="Lubin et al, Environ Health Perspect 2004;112:1691-1696",
)


@dataclass(frozen=True, slots=True)
class BelowLimitDraws:
    """Outcomes with draws in place of limits.

    Parameters
    ----------
    values : ndarray, shape (draws, n), or None
        Quantified values as they are, draws where the value is below its limit, NaN where outcome
        or a covariate is missing. None where the regression cannot be fitted.
    n_drawn : int
        Participants with a draw.
    reason : str
        Why there are no values; empty where there are.
    """

    values: Vector | None
    n_drawn: int
    reason: str = ""


def draw_below_limit(
    outcome: ArrayLike,
    below: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    generator: Generator,
    draws: int = 1,
    fixed_parameters: bool = False,
) -> BelowLimitDraws:
    """Draw the values below the limit from the fitted censored normal regression.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Value, or the participant's own limit where the value is below it, on the scale on which
        residuals are normal (logs for a hormone); NaN where missing.
    below : array_like of bool, shape (n,)
        Whether the outcome is a limit.
    covariates : array_like, shape (n, k), optional
        Columns of the imputation model, the arm among them or one call for each arm.
    generator : numpy.random.Generator
        Source of the draws.
    draws : int
        Completed data sets.
    fixed_parameters : bool
        Draw from the fitted parameters themselves. Otherwise each data set has its own, drawn from
        their normal approximation, as multiple imputation needs.

    Notes
    -----
    y = m + s q, Phi(q) = u Phi((L - m) / s) with u uniform, on the log scale of Phi, so that a
    limit far below the mean loses no digits.
    """
    if draws < 1:
        raise ValueError(f"at least one draw, not {draws}")
    y = read_vector(outcome)
    flags = read_below(below, y.size)
    z = np.empty((y.size, 0)) if covariates is None else read_matrix(covariates, y.size)
    complete = ~(np.isnan(y) | np.isnan(z).any(axis=1))
    values = np.where(complete, np.tile(y, (draws, 1)), np.nan)
    drawn = complete & flags
    if not drawn.any():
        return BelowLimitDraws(values, 0)
    design = np.column_stack([np.ones(y.size), z])
    fit = fit_censored_normal(y[complete], flags[complete], design[complete])
    if isinstance(fit, str):
        return BelowLimitDraws(None, 0, fit)
    coefficients, sd = _draw_parameters(fit, draws, generator, fixed_parameters=fixed_parameters)
    means = coefficients @ design[drawn].T
    share = 1.0 - generator.random(means.shape)
    reach = special.log_ndtr((y[drawn] - means) / sd[:, None])
    quantiles = special.ndtri_exp(np.log(share) + reach)
    values[:, drawn] = np.minimum(means + sd[:, None] * quantiles, y[drawn])
    return BelowLimitDraws(values, int(drawn.sum()))


def _draw_parameters(
    fit: CensoredFit, draws: int, generator: Generator, *, fixed_parameters: bool
) -> tuple[Vector, Vector]:
    best = np.append(fit.coefficients, np.log(fit.sd))
    parameters = np.tile(best, (draws, 1))
    if not fixed_parameters:
        root = np.linalg.cholesky(fit.covariance)
        parameters += generator.standard_normal((draws, best.size)) @ root.T
    return parameters[:, :-1], np.exp(parameters[:, -1])

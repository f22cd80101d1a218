"""Chained equations: covariates and outcome imputed in turn, all imputations at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.stats.imputation.logistic import draw_log_odds
from tubulus.stats.imputation.matching import draw_matches
from tubulus.stats.imputation.model import ImputationModel
from tubulus.stats.imputation.normal import draw_normal
from tubulus.stats.missing import Vector

__all__ = ["Kernel", "choose_kernel", "impute_columns", "make_designs"]

Kernel = Callable[[Vector, Vector, Vector, int, Generator], "Vector | str"]


def choose_kernel(model: ImputationModel) -> Kernel:
    """Return the function that draws missing outcomes."""
    kernels: dict[str, Kernel] = {
        "normal": draw_normal,
        "logistic": draw_log_odds,
        "matching": draw_matches,
    }
    return kernels[model.method]


def make_designs(predictors: Vector) -> Vector:
    """Return an intercept and every predictor that differs between participants.

    Parameters
    ----------
    predictors : ndarray, shape (M, n, k)
        Without missing values. A column that is the same for everybody in all M, such as a
        category absent from an arm, says nothing beyond the intercept.
    """
    varies = (predictors != predictors[:1, :1, :]).any(axis=(0, 1))
    ones = np.ones((*predictors.shape[:2], 1))
    return np.concatenate([ones, predictors[:, :, varies]], axis=2)


def impute_columns(columns: Vector, model: ImputationModel, generator: Generator) -> Vector | str:
    """Impute the covariates of one arm by chained equations.

    Parameters
    ----------
    columns : ndarray, shape (n, k + 1)
        Covariates, and the outcome last; NaN where missing.
    model : ImputationModel
        Settings; the outcome follows its method, a covariate of 0 and 1 a logistic model and any
        other one a normal model.
    generator : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    ndarray, shape (m, n, k), or str
        Completed covariates; a sentence where a model cannot be fitted.

    Notes
    -----
    Starts from random seen values, then regresses each incomplete column on all others, the
    outcome included, since leaving it out would weaken the adjustment for the covariate
    (Moons et al, J Clin Epidemiol 2006;59:1092-1101). A covariate with one and the same value in
    everybody who has one is taken to have it in all.
    """
    missing = np.isnan(columns)
    if missing.all(axis=0).any():
        return "a covariate or the outcome is missing for everybody in an arm"
    filled = _fill_at_random(columns, missing, model.imputations, generator)
    last = columns.shape[1] - 1
    counts = missing.sum(axis=0)
    # covariates with fewest gaps first, the outcome at the end of each cycle
    varying = [j for j in range(last) if counts[j] and np.unique(filled[:, :, j]).size > 1]
    order = sorted(varying, key=counts.__getitem__) + ([last] if counts[last] else [])
    for _ in range(model.cycles):
        for j in order:
            binary = _is_binary(columns[:, j])
            own = draw_log_odds if binary else draw_normal
            kernel = choose_kernel(model) if j == last else own
            drawn = _draw_column(filled, missing[:, j], j, kernel, generator)
            if isinstance(drawn, str):
                return drawn
            latent = kernel is draw_log_odds
            filled[:, missing[:, j], j] = (drawn > 0.0) if latent else drawn
    return filled[:, :, :last]


def _is_binary(column: Vector) -> bool:
    return bool(np.isin(column[~np.isnan(column)], (0.0, 1.0)).all())


def _fill_at_random(
    columns: Vector, missing: NDArray[np.bool_], imputations: int, generator: Generator
) -> Vector:
    filled = np.tile(columns, (imputations, 1, 1))
    for j in np.flatnonzero(missing.any(axis=0)):
        seen = columns[~missing[:, j], j]
        shape = (imputations, int(missing[:, j].sum()))
        filled[:, missing[:, j], j] = generator.choice(seen, shape)
    return filled


def _draw_column(
    filled: Vector, gaps: NDArray[np.bool_], column: int, kernel: Kernel, generator: Generator
) -> Vector | str:
    designs = make_designs(np.delete(filled, column, axis=2))
    seen = filled[0, ~gaps, column]
    return kernel(designs[:, ~gaps], seen, designs[:, gaps], filled.shape[0], generator)

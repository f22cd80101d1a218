"""Multiple imputation of a follow-up outcome, each arm by a model of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.imputation import logistic, matching, normal
from tubulus.stats.imputation.chained import choose_kernel, impute_columns, make_designs
from tubulus.stats.imputation.model import Imputation, ImputationModel, Scale
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.scales import compute_logarithm

__all__ = ["impute_log_outcome", "impute_outcome"]

_NAMES = {
    "normal": normal.METHOD.name,
    "logistic": logistic.METHOD.name,
    "matching": matching.METHOD.name,
}


def impute_outcome(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    model: ImputationModel,
    generator: Generator,
) -> Imputation:
    """Impute missing outcomes, and missing covariates with them.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome, NaN where missing; 0 and 1 for the logistic model.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns, categories already coded as columns; no intercept. NaN where missing.
    model : ImputationModel
        Settings.
    generator : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    Imputation
        With a reason where an arm is empty, has no outcome at all, or too few for the model.

    Raises
    ------
    ValueError
        If shapes differ, a value is infinite, arm holds anything but 0, 1 and NaN, or an outcome
        for the logistic model anything but 0, 1 and NaN.

    Notes
    -----
    Proper imputation: parameters are drawn anew for each data set. A column that does not vary
    within an arm is left out of that arm's model. Nothing is drawn where nothing is missing.
    """
    y, a, z, n_excluded = _read_data(outcome, arm, covariates, model)
    rows = np.flatnonzero(np.isnan(y))
    scale: Scale = "log odds" if model.method == "logistic" else "identity"
    latent = np.zeros((model.imputations, rows.size))
    imputation = Imputation(
        y, a, z[None], rows, latent, scale, method=_NAMES[model.method], n_excluded=n_excluded
    )
    if not (a == 1.0).any() or not (a == 0.0).any():
        return replace(imputation, reason="no participant in one arm")
    groups = [a == 1.0, a == 0.0] if model.by_arm else [np.ones(a.size, dtype=bool)]
    filled = np.tile(z, (model.imputations, 1, 1)) if np.isnan(z).any() else z[None].copy()
    for members in groups:
        extra = np.empty((int(members.sum()), 0)) if model.by_arm else a[members, None]
        reason = _impute_group(imputation, filled, members, extra, (model, generator))
        if reason:
            return replace(imputation, reason=reason)
    return replace(imputation, covariates=filled)


def impute_log_outcome(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    model: ImputationModel,
    generator: Generator,
) -> Imputation:
    """Impute missing outcomes on the log scale, for a ratio of geometric means.

    Parameters
    ----------
    outcome, arm : array_like, shape (n,)
        As in :func:`impute_outcome`, the outcome in its own unit; its log is taken here.
    baseline : array_like, shape (n,), optional
        Outcome before treatment, in the same unit; its log becomes a covariate.
    covariates : array_like, shape (n, k), optional
        Further columns, used as they are.
    model : ImputationModel
        Settings, with the normal model or predictive mean matching.
    generator : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    Imputation
        Values that are not positive have no log: those participants are left out, not imputed,
        and counted in ``n_not_positive``.
    """
    if model.method == "logistic":
        raise ValueError("an outcome of 0 and 1 has no log scale")
    log_y, dropped = compute_logarithm(outcome)
    columns = [] if covariates is None else [_read_matrix(covariates, log_y.size)]
    if baseline is not None:
        log_baseline, dropped_baseline = compute_logarithm(baseline)
        if log_baseline.size != log_y.size:
            raise ValueError("outcome and baseline need equal lengths")
        dropped = dropped | dropped_baseline
        columns.insert(0, log_baseline[:, None])
    a = read_vector(arm)
    if a.size != log_y.size:
        raise ValueError(f"outcome and arm need equal lengths, got {log_y.size} and {a.size}")
    joined = np.column_stack(columns)[~dropped] if columns else None
    imputation = impute_outcome(
        log_y[~dropped], a[~dropped], joined, model=model, generator=generator
    )
    return replace(imputation, scale="log", n_not_positive=int(dropped.sum()))


def _read_data(
    outcome: ArrayLike, arm: ArrayLike, covariates: ArrayLike | None, model: ImputationModel
) -> tuple[Vector, Vector, Vector, int]:
    y, a = read_vector(outcome), read_vector(arm)
    if y.size != a.size:
        raise ValueError(f"outcome and arm need equal lengths, got {y.size} and {a.size}")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    if model.method == "logistic" and not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
        raise ValueError("the logistic model needs an outcome of 0, 1 and NaN")
    z = np.empty((y.size, 0)) if covariates is None else _read_matrix(covariates, y.size)
    known = ~np.isnan(a)
    return y[known], a[known], z[known], int(y.size - known.sum())


def _read_matrix(covariates: ArrayLike, rows: int) -> Vector:
    matrix = np.asarray(covariates, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != rows:
        raise ValueError(f"covariates need shape ({rows}, k), got {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError("a covariate is infinite; missing values are NaN")
    return matrix


def _impute_group(
    imputation: Imputation,
    filled: Vector,
    members: NDArray[np.bool_],
    extra: Vector,
    settings: tuple[ImputationModel, Generator],
) -> str:
    """Fill covariates and latent outcomes of one arm, or say why not."""
    model, generator = settings
    y = imputation.outcome[members]
    if np.isnan(y).all():
        return "no outcome was seen in one arm"
    if np.isnan(filled[0, members]).any():
        joined = np.column_stack([extra, filled[0, members], y])
        completed = impute_columns(joined, model, generator)
        if isinstance(completed, str):
            return completed
        filled[:, members] = completed[:, :, extra.shape[1] :]
    gaps = np.isnan(y)
    if gaps.any():
        own = filled[:, members]
        added = np.tile(extra, (own.shape[0], 1, 1))
        designs = make_designs(np.concatenate([added, own], axis=2))
        drawn = choose_kernel(model)(
            designs[:, ~gaps], y[~gaps], designs[:, gaps], model.imputations, generator
        )
        if isinstance(drawn, str):
            return drawn
        imputation.latent[:, members[imputation.rows]] = drawn
    return ""

"""Multiple imputation of a follow-up outcome, each arm by a model of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.imputation import logistic, matching, normal
from tubulus.stats.imputation.chained import choose_kernel, impute_columns, make_designs
from tubulus.stats.imputation.model import Imputation, ImputationModel, Scale
from tubulus.stats.linear.complete_data import read_logs, read_matrix
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector

__all__ = ["METHOD", "impute_log_outcome", "impute_outcome"]

METHOD = Method(
    name="imputation, reference-based",
    gives="missing outcomes of the first arm drawn from the model of the comparator",
    limits="no effect in who is missing; Rubin's variance exceeds that of repeated trials",
    source="Carpenter, Roger and Kenward, J Biopharm Stat 2013;23:1352-1371",
)

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
    Reference-based: with one follow-up visit jump to reference and copy reference are the same.
    """
    y, a, z, n_excluded = _read_data(outcome, arm, covariates, model)
    rows = np.flatnonzero(np.isnan(y))
    scale: Scale = "log odds" if model.method == "logistic" else "identity"
    latent = np.zeros((model.imputations, rows.size))
    name = METHOD.name if model.reference_based else _NAMES[model.method]
    imputation = Imputation(y, a, z[None], rows, latent, scale, method=name, n_excluded=n_excluded)
    if not (a == 1.0).any() or not (a == 0.0).any():
        return replace(imputation, reason="no participant in one arm")
    everybody, first, other = np.ones(a.size, dtype=bool), a == 1.0, a == 0.0
    # the comparator comes first, since the other arm may borrow its model
    groups = [(other, other), (first, other if model.reference_based else first)]
    filled = np.tile(z, (model.imputations, 1, 1)) if np.isnan(z).any() else z[None].copy()
    for members, donors in groups if model.by_arm else [(everybody, everybody)]:
        reason = _impute_group(imputation, filled, members, donors, (model, generator))
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
    logs = read_logs(outcome, baseline, covariates)
    a = read_vector(arm)
    if a.size != logs.outcome.size:
        raise ValueError(
            f"outcome and arm need equal lengths, got {logs.outcome.size} and {a.size}"
        )
    kept = ~(read_vector(outcome) <= 0.0)
    if baseline is not None:
        kept &= ~(read_vector(baseline) <= 0.0)
    imputation = impute_outcome(
        logs.outcome[kept],
        a[kept],
        None if logs.covariates is None else logs.covariates[kept],
        model=model,
        generator=generator,
    )
    return replace(imputation, scale="log", n_not_positive=logs.n_not_positive)


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
    z = np.empty((y.size, 0)) if covariates is None else read_matrix(covariates, y.size)
    known = ~np.isnan(a)
    return y[known], a[known], z[known], int(y.size - known.sum())


def _impute_group(
    imputation: Imputation,
    filled: Vector,
    members: NDArray[np.bool_],
    donors: NDArray[np.bool_],
    settings: tuple[ImputationModel, Generator],
) -> str:
    """Fill covariates and latent outcomes of members by a model of the donors, or say why not."""
    model, generator = settings
    y = imputation.outcome
    gaps, seen = members & np.isnan(y), donors & ~np.isnan(y)
    if not (members & ~np.isnan(y)).any():
        return "no outcome was seen in one arm"
    extra = imputation.arm[:, None] if not model.by_arm else np.empty((y.size, 0))
    if np.isnan(filled[0, members]).any():
        joined = np.column_stack([extra, filled[0], y])[members]
        completed = impute_columns(joined, model, generator)
        if isinstance(completed, str):
            return completed
        filled[:, members] = completed[:, :, extra.shape[1] :]
    if not gaps.any():
        return ""
    both = seen | gaps
    added = np.tile(extra[both], (filled.shape[0], 1, 1))
    designs = make_designs(np.concatenate([added, filled[:, both]], axis=2))
    drawn = choose_kernel(model)(
        designs[:, seen[both]], y[seen], designs[:, gaps[both]], model.imputations, generator
    )
    if isinstance(drawn, str):
        return drawn
    imputation.latent[:, gaps[imputation.rows]] = drawn
    return ""

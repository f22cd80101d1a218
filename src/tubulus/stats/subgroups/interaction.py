"""Does the difference between two arms depend on a subgroup? Arm by subgroup in ANCOVA."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.linear.least_squares import LinearFit, compute_contrast_error, fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential, compute_logarithm
from tubulus.stats.student import compute_t_inference, make_estimate_only
from tubulus.stats.subgroups.levels import read_levels

__all__ = [
    "METHOD",
    "InteractionResult",
    "SubgroupContrast",
    "SubgroupDifference",
    "estimate_interaction",
    "estimate_log_interaction",
]

METHOD = Method(
    name="interaction, HC3",
    gives="arm contrast in each subgroup, their differences with t limits and a joint F test",
    limits="little power in a small trial: a large p-value shows no likeness of the subgroups",
    source="Pocock, Assmann, Enos and Kasten, Stat Med 2002;21:2917-2930; Long and Ervin, Am Stat "
    "2000;54:217-224",
)

_NOBODY = "no complete participant in one arm of this subgroup"
_ONE_LEVEL = "fewer than two subgroups have participants in both arms"


@dataclass(frozen=True, slots=True)
class SubgroupContrast:
    """Contrast of the arms in one subgroup; it has no p-value of its own, which would mislead.

    Parameters
    ----------
    level : str
        The subgroup.
    contrast : Interval
        First arm minus comparator; for logs the ratio of geometric means.
    standard_error : Statistic
        HC3 standard error; for logs that of the log ratio.
    n_1, n_0 : int
        Complete participants.
    """

    level: str
    contrast: Interval
    standard_error: Statistic
    n_1: int
    n_0: int


@dataclass(frozen=True, slots=True)
class SubgroupDifference:
    """Contrast in one subgroup minus that in the reference subgroup.

    Parameters
    ----------
    level, reference : str
        Subgroups compared.
    difference : Interval
        Difference of contrasts; for logs the ratio of ratios.
    test : HypothesisTest
        Two-sided test of no difference.
    """

    level: str
    reference: str
    difference: Interval
    test: HypothesisTest


@dataclass(frozen=True, slots=True)
class InteractionResult:
    """Interaction of arm and subgroup.

    Parameters
    ----------
    subgroups : tuple of SubgroupContrast
        In the order of the levels.
    differences : tuple of SubgroupDifference
        Each further subgroup with both arms against the first one.
    test : HypothesisTest
        Joint test that the contrast is the same in all subgroups with both arms.
    f : Statistic
        Its Wald statistic divided by ``numerator_df``.
    numerator_df, df : int
        Differences tested; residual degrees of freedom.
    n_missing : int
        Participants left out because outcome, arm, subgroup or a covariate is missing.
    n_not_positive : int
        Participants left out of a log scale because a value is zero or negative.
    """

    subgroups: tuple[SubgroupContrast, ...]
    differences: tuple[SubgroupDifference, ...]
    test: HypothesisTest
    f: Statistic
    numerator_df: int
    df: int
    n_missing: int
    n_not_positive: int = 0


def estimate_interaction(
    outcome: ArrayLike,
    arm: ArrayLike,
    subgroup: Iterable[object],
    covariates: ArrayLike | None = None,
    *,
    levels: Iterable[object] | None = None,
    confidence: float = 0.95,
) -> InteractionResult:
    """Estimate how the difference between two arms differs between subgroups.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome, NaN where missing. A binary outcome as 0 and 1 gives adjusted risk differences.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    subgroup : iterable of hashable, length n
        Subgroup of each participant, None or NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns with one slope in all subgroups and arms; NaN where missing.
    levels : iterable of hashable, optional
        Planned subgroups in their order, the first being the reference; by default those present,
        sorted by name.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    InteractionResult
        A subgroup with an empty arm is not estimable and left out of the comparison.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite, arm holds anything but 0, 1 and NaN or a subgroup
        is none of the levels.

    Notes
    -----
    Least squares on one mean for each arm and subgroup plus covariates; t and F have n minus
    coefficients degrees of freedom, F = (Cb)'(C V C')^-1 (Cb) / rows of C with V the HC3
    covariance.
    """
    require_confidence(confidence)
    y, a, z = _read_columns(outcome, arm, covariates)
    names, place = read_levels(subgroup, y.size, levels)
    complete = ~(np.isnan(y) | np.isnan(a) | np.isnan(z).any(axis=1) | (place < 0))
    model = _fit_model(y[complete], a[complete], place[complete], z[complete], len(names))
    report = _Reporter(model, names, confidence)
    differences = report.compare_subgroups()
    test, f = report.test_jointly()
    return InteractionResult(
        subgroups=report.describe_subgroups(),
        differences=differences,
        test=test,
        f=f,
        numerator_df=len(differences),
        df=model.df,
        n_missing=int(y.size - complete.sum()),
    )


def estimate_log_interaction(
    outcome: ArrayLike,
    arm: ArrayLike,
    subgroup: Iterable[object],
    baseline: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    levels: Iterable[object] | None = None,
    confidence: float = 0.95,
) -> InteractionResult:
    """Estimate how the ratio of geometric means of two arms differs between subgroups.

    Parameters
    ----------
    outcome, baseline : array_like, shape (n,)
        Outcome after and before treatment in one unit; logs are taken here, the baseline's is a
        covariate.

    Returns
    -------
    InteractionResult
        Contrasts are ratios and differences are ratios of ratios; values that are not positive are
        left out and counted. The other parameters are those of :func:`estimate_interaction`.
    """
    log_y, dropped = compute_logarithm(outcome)
    log_baseline, dropped_baseline = compute_logarithm(baseline)
    if log_y.size != log_baseline.size:
        raise ValueError("outcome and baseline need equal lengths")
    others = np.empty((log_y.size, 0)) if covariates is None else np.asarray(covariates, np.float64)
    joined = np.column_stack([log_baseline, others])
    found = estimate_interaction(log_y, arm, subgroup, joined, levels=levels, confidence=confidence)
    name = f"{METHOD.name}, of logs"
    n_not_positive = int(np.sum(dropped | dropped_baseline))
    return replace(
        found,
        subgroups=tuple(
            replace(part, contrast=compute_exponential(part.contrast, name))
            for part in found.subgroups
        ),
        differences=tuple(
            replace(part, difference=compute_exponential(part.difference, name))
            for part in found.differences
        ),
        n_missing=found.n_missing - n_not_positive,
        n_not_positive=n_not_positive,
    )


def _read_columns(
    outcome: ArrayLike, arm: ArrayLike, covariates: ArrayLike | None
) -> tuple[Vector, Vector, Vector]:
    y, a = read_vector(outcome), read_vector(arm)
    if y.size != a.size:
        raise ValueError(f"outcome and arm need equal lengths, got {y.size} and {a.size}")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    z = np.empty((y.size, 0)) if covariates is None else np.asarray(covariates, np.float64)
    if z.ndim != 2 or z.shape[0] != y.size:
        raise ValueError(f"covariates need shape ({y.size}, k), got {z.shape}")
    if np.isinf(z).any():
        raise ValueError("a covariate is infinite; missing values are NaN")
    return y, a, z


@dataclass(frozen=True, slots=True)
class _Model:
    """A fit with one mean a cell, and where the cells of each level stand, -1 where empty."""

    fit: LinearFit | str
    counts: NDArray[np.intp]
    columns: NDArray[np.intp]
    width: int
    df: int


def _fit_model(y: Vector, a: Vector, place: NDArray[np.intp], z: Vector, size: int) -> _Model:
    cells = np.stack(
        [(place == level) & (a == arm) for level in range(size) for arm in (1.0, 0.0)]
        or [np.zeros(y.size, dtype=bool)]
    )
    filled = cells.any(axis=1)
    columns = np.where(filled, np.cumsum(filled) - 1, -1)[: 2 * size].reshape(size, 2)
    design = np.column_stack([cells[filled].T, z - z.mean(axis=0) if y.size else z])
    fit: LinearFit | str = _NOBODY
    if y.size:
        fit = fit_least_squares(design.astype(np.float64), y)
    counts = cells.sum(axis=1)[: 2 * size].reshape(size, 2)
    return _Model(fit, counts, columns, design.shape[1], max(0, y.size - design.shape[1]))


class _Reporter:
    """Turns a model into results, with the reason where a part has none."""

    def __init__(self, model: _Model, names: tuple[str, ...], confidence: float) -> None:
        self._model, self._names, self._confidence = model, names, confidence
        self._both = np.flatnonzero((model.counts > 0).all(axis=1))

    def describe_subgroups(self) -> tuple[SubgroupContrast, ...]:
        """Describe each subgroup."""
        parts = []
        for level, name in enumerate(self._names):
            n_1, n_0 = (int(count) for count in self._model.counts[level])
            if level in self._both:
                contrast, _, error = self._compute(self._select(level))
            else:
                contrast = Interval(None, None, None, self._confidence, METHOD.name, _NOBODY)
                error = Statistic(None, METHOD.name, _NOBODY)
            parts.append(SubgroupContrast(name, contrast, error, n_1, n_0))
        return tuple(parts)

    def compare_subgroups(self) -> tuple[SubgroupDifference, ...]:
        """Compare each subgroup that has both arms with the first one."""
        parts = []
        for level in self._both[1:]:
            difference, test, _ = self._compute(self._select(level) - self._select(self._both[0]))
            reference = self._names[self._both[0]]
            parts.append(SubgroupDifference(self._names[level], reference, difference, test))
        return tuple(parts)

    def test_jointly(self) -> tuple[HypothesisTest, Statistic]:
        """Test that no difference exists between subgroups."""
        fit, q = self._model.fit, self._both.size - 1
        if q < 1 or isinstance(fit, str) or fit.reason:
            known = "" if isinstance(fit, str) else fit.reason
            reason = _ONE_LEVEL if q < 1 else known or str(fit)
            return HypothesisTest(None, METHOD.name, reason=reason), Statistic(
                None, METHOD.name, reason
            )
        first = self._select(self._both[0])
        contrasts = np.stack([self._select(level) - first for level in self._both[1:]])
        weighted = (contrasts @ fit.weights) * (fit.residuals / (1.0 - fit.leverages))
        covariance = weighted @ weighted.T
        estimates = contrasts @ fit.coefficients
        if np.linalg.matrix_rank(covariance) < q:
            reason = "the HC3 covariance of the differences is singular"
            return HypothesisTest(None, METHOD.name, reason=reason), Statistic(
                None, METHOD.name, reason
            )
        f = float(estimates @ np.linalg.solve(covariance, estimates)) / q
        p_value = float(special.fdtrc(q, self._model.df, f))
        return HypothesisTest(p_value, METHOD.name), Statistic(f, METHOD.name)

    def _select(self, level: int) -> Vector:
        contrast = np.zeros(self._model.width)
        first, comparator = self._model.columns[level]
        contrast[first], contrast[comparator] = 1.0, -1.0
        return contrast

    def _compute(self, contrast: Vector) -> tuple[Interval, HypothesisTest, Statistic]:
        fit, name = self._model.fit, METHOD.name
        reason = fit if isinstance(fit, str) else fit.reason
        estimate = None if isinstance(fit, str) else float(contrast @ fit.coefficients)
        error = 0.0
        if not isinstance(fit, str) and not reason:
            error = compute_contrast_error(fit, contrast)
            reason = "" if error > 0.0 else "the HC3 standard error is zero"
        if estimate is None or reason:
            return (
                *make_estimate_only(estimate, self._confidence, name, reason),
                Statistic(None, name, reason),
            )
        return (
            *compute_t_inference(estimate, error, self._model.df, self._confidence, name),
            Statistic(error, name),
        )

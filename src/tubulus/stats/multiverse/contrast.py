"""The adjusted contrast of one specification, with robust or with classical standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.linear.complete_data import EMPTY_ARM, CompleteData, read_complete
from tubulus.stats.linear.least_squares import LinearFit, fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.results import HypothesisTest, Interval, require_confidence
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = ["METHOD", "SpecificationContrast", "estimate_specification"]

METHOD = Method(
    name="ANCOVA, classical, t",
    gives="arm contrast from least squares on arm and covariates, one variance, t with n - p df",
    limits="wrong limits where the arms differ in spread; shown beside HC3 to see whether it moves",
    source="Searle, Linear Models (1971), chapter 3",
)


Errors = Literal["HC3", "classical"]


@dataclass(frozen=True, slots=True)
class SpecificationContrast:
    """Contrast of two arms in one specification.

    Parameters
    ----------
    contrast : Interval
        First arm minus comparator.
    test : HypothesisTest
        Two-sided test of no difference, for the joint test of the whole curve alone.
    n : int
        Complete participants.
    """

    contrast: Interval
    test: HypothesisTest
    n: int


def estimate_specification(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    errors: Errors = "HC3",
    confidence: float = 0.95,
) -> SpecificationContrast:
    """Estimate the difference between two arms, adjusted for covariates.

    Parameters
    ----------
    outcome, arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    errors : {'HC3', 'classical'}
        Standard errors that hold with unequal variances, or those of one common variance.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    SpecificationContrast
        Not estimable where an arm is empty, participants are fewer than coefficients or columns
        depend on each other; without limits where nothing is left to vary.

    Notes
    -----
    Classical: Var(c'b) = s^2 c'(X'X)^-1 c with s^2 the residual sum of squares over n - p.
    """
    require_choice(errors, Errors, "errors")
    require_confidence(confidence)
    data = read_complete(outcome, arm, covariates)
    n = data.n_1 + data.n_0
    if errors == "HC3":
        found = estimate_ancova(outcome, arm, covariates, confidence=confidence)
        return SpecificationContrast(found.contrast, found.test, n)
    return SpecificationContrast(*_infer_classically(data, confidence), n)


def _infer_classically(data: CompleteData, confidence: float) -> tuple[Interval, HypothesisTest]:
    design = np.column_stack([np.ones(data.outcome.size), data.arm, data.covariates])
    fit: LinearFit | str = EMPTY_ARM
    if data.has_both_arms:
        fit = fit_least_squares(design, data.outcome)
    if isinstance(fit, str):
        return make_estimate_only(None, confidence, METHOD.name, fit)
    estimate, df = float(fit.coefficients[1]), data.outcome.size - design.shape[1]
    squares = float(fit.residuals @ fit.residuals)
    if df == 0 or squares == 0.0:
        reason = "nothing is left to vary around the fit"
        return make_estimate_only(estimate, confidence, METHOD.name, reason)
    error = float(np.sqrt(squares / df) * np.linalg.norm(fit.weights[1]))
    return compute_t_inference(estimate, error, df, confidence, METHOD.name)

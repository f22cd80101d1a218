"""Risk of both arms in the same participants: g-computation from a logistic model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.linear.complete_data import EMPTY_ARM, read_complete
from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.linear.targets import Target, select_target
from tubulus.stats.logistic.arrays import read_outcomes, read_weights
from tubulus.stats.logistic.newton import compute_probabilities
from tubulus.stats.logistic.outcome_model import (
    LogisticModel,
    fit_models,
    fit_outcome_model,
    require_model,
)
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = [
    "METHOD",
    "StandardisedRisks",
    "compute_standardised_risks_batch",
    "estimate_standardised_risks",
]

METHOD = Method(
    name="Logistic g-computation, HC3 sandwich, t",
    gives="risk of both arms averaged over the same participants, risk difference and ratio",
    limits="right only if the logistic model is; Firth's penalty draws risks towards 1/2",
    source="Freedman, Stat Sci 2008;23:237-249; Ge et al, Drug Inf J 2011;45:481-493; "
    "Puhr et al, Stat Med 2017;36:2302-2317",
)


@dataclass(frozen=True, slots=True)
class StandardisedRisks:
    """Risks that both arms would have in the same participants.

    Parameters
    ----------
    first, comparator : Interval
        Risk of the target participants under each arm.
    difference : Interval
        First minus comparator.
    test : HypothesisTest
        Two-sided test of difference 0.
    ratio : Interval
        First over comparator; limits from its log.
    difference_error, log_ratio_error : Statistic
        Standard errors.
    model : {'firth', 'flic', 'maximum likelihood'}
        Which likelihood.
    target : {'ATE', 'ATT', 'ATU'}
        Who is averaged over: all, the first arm, the comparator.
    df : int
        Degrees of freedom of t, n minus coefficients.
    n_1, n_0, n_missing : int
        Complete participants in the first arm, in the comparator, and those left out.
    """

    first: Interval
    comparator: Interval
    difference: Interval
    test: HypothesisTest
    ratio: Interval
    difference_error: Statistic
    log_ratio_error: Statistic
    model: LogisticModel
    target: Target
    df: int
    n_1: int
    n_0: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class _Risks:
    """Risk under each arm and what each participant moves both by, arrays (2,) and (2, n)."""

    risks: Vector
    influence: Vector
    df: int
    confidence: float


def estimate_standardised_risks(
    event: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    model: LogisticModel = "firth",
    target: Target = "ATE",
    covariates_vary: bool = True,
    confidence: float = 0.95,
) -> StandardisedRisks:
    """Estimate the risk of each arm over the same participants, their difference and ratio.

    Parameters
    ----------
    event : array_like, shape (n,)
        1 with the event, 0 without, NaN where missing.
    arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    model : {'firth', 'flic', 'maximum likelihood'}
        Penalised likelihood, finite with zero cells too, whose risks are drawn towards 1/2; the
        same with the intercept corrected so that risks add up to the events; maximum likelihood.
    target : {'ATE', 'ATT', 'ATU'}
        Average over all participants, over the first arm or over the comparator.
    covariates_vary : bool
        Whether participants are a draw from a population; otherwise the limits hold for the
        covariates of these very participants.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    StandardisedRisks
        Not estimable where an arm is empty, participants are fewer than coefficients, columns
        depend on each other or, by maximum likelihood, a combination of columns separates the
        events. Limits of a difference may leave [-1, 1]: they are estimate -/+ t SE.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite, event or arm holds anything but 0, 1 and NaN, or
        model or target has another name.

    Notes
    -----
    With p_a(x) = expit(b0 + b1 a + g'x), R_a is its mean over the target (n_T participants). Its
    variance is the sum over participants of

        (G_a' I^-1 x_i u_i / (1 - h_i) + [i in target] (p_a(x_i) - R_a) / n_T)^2,

    G_a the derivative of R_a, the first part as in
    :func:`~tubulus.stats.logistic.outcome_model.fit_outcome_model`, the second only if covariates
    vary: the stacked sandwich. Differences and logs follow by the delta method; t has n - p df.
    """
    require_confidence(confidence)
    require_model(model)
    data = read_complete(event, arm, covariates)
    y, averaged = read_outcomes(data.outcome, 1), select_target(data.arm, target)
    design = np.column_stack([np.ones(y.size), data.arm, data.covariates])
    df = max(0, y.size - design.shape[1])
    if data.has_both_arms:
        risks = _compute_risks(design, y, averaged, (model, covariates_vary, confidence))
    else:
        risks = EMPTY_ARM
    parts = _infer(risks, confidence)
    return StandardisedRisks(*parts, model, target, df, data.n_1, data.n_0, data.n_missing)


def compute_standardised_risks_batch(
    event: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None,
    frequencies: ArrayLike,
    *,
    model: LogisticModel = "firth",
    target: Target = "ATE",
) -> Vector:
    """Compute the standardised risks of both arms in many bootstrap draws.

    Parameters
    ----------
    event, arm, covariates : array_like
        As in :func:`estimate_standardised_risks`, nobody missing.
    frequencies : array_like, shape (B, n)
        How often each draw holds a participant.
    model, target
        As in :func:`estimate_standardised_risks`.

    Returns
    -------
    ndarray, shape (B, 2)
        Risk under the first arm and under the comparator; NaN where a draw has none.

    Raises
    ------
    ValueError
        As :func:`estimate_standardised_risks`; if something is missing or a frequency is negative.
    """
    data = read_complete(event, arm, covariates)
    y, f = read_outcomes(data.outcome, 1), read_weights(frequencies, 2)
    if data.n_missing or f.shape[1] != y.size:
        raise ValueError(f"{data.n_missing} participants missing, frequencies of {f.shape[1]}")
    design = np.column_stack([np.ones(y.size), data.arm, data.covariates])
    coefficients = fit_models(SharedDesign(design), np.broadcast_to(y, f.shape), f, model)
    averaged = f * select_target(data.arm, target)
    totals = averaged.sum(axis=1)
    risks = np.full((f.shape[0], 2), np.nan)
    for column, value in enumerate((1.0, 0.0)):
        design[:, 1] = value
        sums = np.einsum("bn,bn->b", averaged, compute_probabilities(coefficients @ design.T))
        np.divide(sums, totals, out=risks[:, column], where=totals > 0.0)
    return risks


def _compute_risks(
    design: Vector,
    outcome: Vector,
    averaged: NDArray[np.bool_],
    options: tuple[LogisticModel, bool, float],
) -> _Risks | str:
    model, covariates_vary, confidence = options
    fit = fit_outcome_model(design, outcome, model)
    if isinstance(fit, str):
        return fit
    risks, influence = np.empty(2), np.empty((2, outcome.size))
    for row, value in enumerate((1.0, 0.0)):
        under = design.copy()
        under[:, 1] = value
        probabilities = compute_probabilities(under @ fit.coefficients)
        risks[row] = probabilities[averaged].mean()
        slopes = (probabilities * (1.0 - probabilities))[averaged, None] * under[averaged]
        influence[row] = fit.influence @ slopes.mean(axis=0)
        if covariates_vary:
            influence[row] += averaged * (probabilities - risks[row]) / averaged.sum()
    return _Risks(risks, influence, outcome.size - design.shape[1], confidence)


def _infer(
    risks: _Risks | str, confidence: float
) -> tuple[Interval, Interval, Interval, HypothesisTest, Interval, Statistic, Statistic]:
    if isinstance(risks, str):
        interval, test = make_estimate_only(None, confidence, METHOD.name, risks)
        none = Statistic(None, METHOD.name, risks)
        return interval, interval, interval, test, interval, none, none
    first, _, _ = _infer_one(risks, risks.risks[0], risks.influence[0])
    comparator, _, _ = _infer_one(risks, risks.risks[1], risks.influence[1])
    moved = risks.influence[0] - risks.influence[1]
    difference, test, error = _infer_one(risks, risks.risks[0] - risks.risks[1], moved)
    log_ratio = np.log(risks.risks[0] / risks.risks[1])
    relative = risks.influence / risks.risks[:, None]
    logs, _, log_error = _infer_one(risks, log_ratio, relative[0] - relative[1])
    ratio = compute_exponential(logs, METHOD.name)
    return first, comparator, difference, test, ratio, error, log_error


def _infer_one(
    risks: _Risks, estimate: float, influence: Vector
) -> tuple[Interval, HypothesisTest, Statistic]:
    error, value = float(np.sqrt(np.sum(influence**2))), float(estimate)
    reason = "as many coefficients as complete participants, no variation is left to measure"
    if risks.df > 0 and error > 0.0:
        interval, test = compute_t_inference(value, error, risks.df, risks.confidence, METHOD.name)
        return interval, test, Statistic(error, METHOD.name)
    interval, test = make_estimate_only(value, risks.confidence, METHOD.name, reason)
    return interval, test, Statistic(None, METHOD.name, reason)

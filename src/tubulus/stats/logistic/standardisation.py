"""Risk of both arms in the same participants: g-computation from a logistic model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.choices import require_choice
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
    "RiskCovariance",
    "StandardisedRisks",
    "compute_standardised_risks_batch",
    "estimate_standardised_risks",
]

RiskCovariance = Literal["information", "sandwich"]
"""Variation of the coefficients by the model's information, or measured by residuals (HC3)."""

METHOD = Method(
    name="Logistic g-computation, delta method, t",
    gives="risk of both arms averaged over the same participants, risk difference and ratio",
    limits="right only if the logistic model is; Firth's penalty draws risks towards 1/2",
    source="Freedman, Stat Sci 2008;23:237-249; Ge et al, Drug Inf J 2011;45:481-493; "
    "Puhr et al, Stat Med 2017;36:2302-2317",
)


_NOTHING_LEFT = "as many coefficients as complete participants, no variation is left to measure"
_ONE_OUTCOME = "all participants of an arm have the same outcome, the sandwich sees no variation"


@dataclass(frozen=True, slots=True)
class StandardisedRisks:
    """Risks that both arms would have in the same participants.

    Parameters
    ----------
    first, comparator : Interval
        Risk of the target participants under each arm; limits from its logit.
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
    """Risk under the first arm and under the comparator, and their covariance, (2,) and (2, 2)."""

    risks: Vector
    covariance: Vector
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class _Options:
    """How the risks are computed."""

    model: LogisticModel
    covariance: RiskCovariance
    covariates_vary: bool


def estimate_standardised_risks(
    event: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    model: LogisticModel = "firth",
    covariance: RiskCovariance = "information",
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
    covariance : {'information', 'sandwich'}
        Variation of the coefficients as the model has it, or as residuals show it (HC3). The
        sandwich forgives a wrong variance, but sees none where an arm has no event or nothing
        else: it gives no limits there.
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
    With p_a(x) = expit(b0 + b1 a + g'x), R_a is its mean over the target (n_T participants) and G_a
    the derivative of R_a by the coefficients. By the information I the covariance of both risks is
    G I^-1 G' + M M', where M_ai = [i in target] (p_a(x_i) - R_a) / n_T is what participant i moves
    the risks by through the covariates (0 if these do not vary). By the sandwich it is
    (G F' + M)(G F' + M)', F_i = I^-1 x_i u_i / (1 - h_i) as in
    :func:`~tubulus.stats.logistic.outcome_model.fit_outcome_model`. Differences and logs follow by
    the delta method; t has n - p degrees of freedom.
    """
    require_choice(target, Target, "target")
    require_confidence(confidence)
    require_model(model)
    if covariance not in ("information", "sandwich"):
        raise ValueError(f"the covariance is information or sandwich, not {covariance}")
    data = read_complete(event, arm, covariates)
    y, averaged = read_outcomes(data.outcome, 1), select_target(data.arm, target)
    design = np.column_stack([np.ones(y.size), data.arm, data.covariates])
    df = max(0, y.size - design.shape[1])
    options = _Options(model, covariance, covariates_vary)
    risks = _compute_risks(design, y, averaged, options) if data.has_both_arms else EMPTY_ARM
    parts = _infer(risks, df, confidence)
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
    require_choice(model, LogisticModel, "model")
    require_choice(target, Target, "target")
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
    design: Vector, outcome: Vector, averaged: NDArray[np.bool_], options: _Options
) -> _Risks | str:
    fit = fit_outcome_model(design, outcome, options.model)
    if isinstance(fit, str):
        return fit
    risks, gradients = np.empty(2), np.empty((2, design.shape[1]))
    by_means = np.zeros((2, outcome.size))
    for row, value in enumerate((1.0, 0.0)):
        under = design.copy()
        under[:, 1] = value
        probabilities = compute_probabilities(under @ fit.coefficients)
        risks[row] = probabilities[averaged].mean()
        slopes = (probabilities * (1.0 - probabilities))[averaged, None] * under[averaged]
        gradients[row] = slopes.mean(axis=0)
        if options.covariates_vary:
            by_means[row] = averaged * (probabilities - risks[row]) / averaged.sum()
    if risks.min() <= 0.0 or risks.max() >= 1.0:
        return "a risk cannot be told from 0 or 1"
    if outcome.size == design.shape[1]:
        return _Risks(risks, np.zeros((2, 2)), _NOTHING_LEFT)
    if options.covariance == "information":
        by_model = gradients @ fit.covariance @ gradients.T
        return _Risks(risks, by_model + by_means @ by_means.T)
    influence = gradients @ fit.influence.T + by_means
    has_both = [0.0 < outcome[design[:, 1] == value].mean() < 1.0 for value in (1.0, 0.0)]
    return _Risks(risks, influence @ influence.T, "" if all(has_both) else _ONE_OUTCOME)


def _infer(
    risks: _Risks | str, df: int, confidence: float
) -> tuple[Interval, Interval, Interval, HypothesisTest, Interval, Statistic, Statistic]:
    if isinstance(risks, str):
        interval, test = make_estimate_only(None, confidence, METHOD.name, risks)
        none = Statistic(None, METHOD.name, risks)
        return interval, interval, interval, test, interval, none, none

    def infer(estimate: float, gradient: Vector) -> tuple[Interval, HypothesisTest, Statistic]:
        if risks.obstacle:
            parts = make_estimate_only(estimate, confidence, METHOD.name, risks.obstacle)
            return *parts, Statistic(None, METHOD.name, risks.obstacle)
        error = float(gradient @ risks.covariance @ gradient) ** 0.5
        parts = compute_t_inference(estimate, error, df, confidence, METHOD.name)
        return *parts, Statistic(error, METHOD.name)

    risk_1, risk_0 = (float(risk) for risk in risks.risks)
    first = _bound(infer(_to_logit(risk_1), np.array([1.0 / (risk_1 * (1.0 - risk_1)), 0.0]))[0])
    comparator = _bound(
        infer(_to_logit(risk_0), np.array([0.0, 1.0 / (risk_0 * (1.0 - risk_0))]))[0]
    )
    difference, test, error = infer(risk_1 - risk_0, np.array([1.0, -1.0]))
    logs, _, log_error = infer(float(np.log(risk_1 / risk_0)), np.array([1.0, -1.0]) / risks.risks)
    ratio = compute_exponential(logs, METHOD.name)
    return first, comparator, difference, test, ratio, error, log_error


def _to_logit(risk: float) -> float:
    return math.log(risk) - math.log1p(-risk)


def _bound(logit: Interval) -> Interval:
    """Turn a logit with limits into a risk, which lies in (0, 1)."""
    parts = (logit.estimate, logit.low, logit.high)
    estimate, low, high = (None if x is None else float(special.expit(x)) for x in parts)
    return Interval(estimate, low, high, logit.confidence, logit.method, logit.reason)

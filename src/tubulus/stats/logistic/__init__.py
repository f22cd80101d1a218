"""Logistic regression of an event: odds ratios, and risks standardised over participants.

Newton's method and Firth's penalised likelihood, for one data set or many, are the kernels.
Exports the estimators, the fits and their results.
"""

from __future__ import annotations

from tubulus.stats.logistic import odds_ratio, standardisation
from tubulus.stats.logistic.firth import FirthFit, fit_firth, fit_firth_batch, fit_firth_stack
from tubulus.stats.logistic.maximum_likelihood import (
    LogisticFit,
    fit_logistic,
    fit_logistic_batch,
    fit_logistic_stack,
)
from tubulus.stats.logistic.odds_ratio import OddsRatio, estimate_odds_ratio
from tubulus.stats.logistic.outcome_model import LogisticModel
from tubulus.stats.logistic.standardisation import (
    StandardisedRisks,
    compute_standardised_risks_batch,
    estimate_standardised_risks,
)

METHODS = (odds_ratio.METHOD, standardisation.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "FirthFit",
    "LogisticFit",
    "LogisticModel",
    "OddsRatio",
    "StandardisedRisks",
    "compute_standardised_risks_batch",
    "estimate_odds_ratio",
    "estimate_standardised_risks",
    "fit_firth",
    "fit_firth_batch",
    "fit_firth_stack",
    "fit_logistic",
    "fit_logistic_batch",
    "fit_logistic_stack",
]

"""Logistic regression of an event: odds ratios, and risks standardised over participants.

Newton's method for one data set or many at once is the kernel; one module a method.
Exports the fits of maximum likelihood.
"""

from __future__ import annotations

from tubulus.stats.logistic.maximum_likelihood import (
    LogisticFit,
    fit_logistic,
    fit_logistic_batch,
    fit_logistic_stack,
)

__all__ = ["LogisticFit", "fit_logistic", "fit_logistic_batch", "fit_logistic_stack"]

"""The contrast of arms after multiple imputation: ANCOVA of every completed data set, pooled."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tubulus.stats.choices import require_choice
from tubulus.stats.imputation.contrast_form import (
    VarianceKind,
    compute_grid_moments,
    make_contrast_form,
)
from tubulus.stats.imputation.model import Imputation
from tubulus.stats.imputation.pooling import (
    PooledEstimate,
    compute_rubin_rules,
    make_pooled,
    make_unpooled,
)
from tubulus.stats.results import require_confidence
from tubulus.stats.scales import compute_exponential

__all__ = ["ImputedContrast", "estimate_imputed_contrast"]


@dataclass(frozen=True, slots=True)
class ImputedContrast:
    """Adjusted contrast of two arms over completed data sets.

    Parameters
    ----------
    pooled : PooledEstimate
        First arm minus comparator, a ratio of geometric means for logs; the standard error and
        the Monte Carlo error of logs are those of the log ratio.
    n_1, n_0 : int
        Participants in the first arm and in the comparator, imputed ones included.
    n_imputed_1, n_imputed_0 : int
        Participants whose outcome was imputed.
    n_excluded : int
        Participants left out because their arm is missing.
    n_not_positive : int
        Participants left out of a log scale because a value is zero or negative.
    """

    pooled: PooledEstimate
    n_1: int
    n_0: int
    n_imputed_1: int
    n_imputed_0: int
    n_excluded: int
    n_not_positive: int = 0


def _name_contrast(imputation: Imputation, *, interacted: bool) -> str:
    """Return the name under which pooled contrasts are reported."""
    scale = ", of logs" if imputation.scale == "log" else ""
    return f"{imputation.method}{', interacted' if interacted else ''}{scale}"


def estimate_imputed_contrast(
    imputation: Imputation,
    *,
    interacted: bool = False,
    variance: VarianceKind = "HC3",
    confidence: float = 0.95,
) -> ImputedContrast:
    """Estimate the difference between two arms from completed data sets.

    Parameters
    ----------
    imputation : Imputation
        From :func:`~tubulus.stats.imputation.outcome.impute_outcome`.
    interacted : bool
        Whether to standardise over covariates which interact with arm (Lin) instead of ANCOVA.
        Imputation by arm agrees with that model; with plain ANCOVA it agrees where effects of
        covariates are the same in both arms.
    variance : {'HC3', 'model'}
        Covariance within each completed data set.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ImputedContrast
        Not estimable, with the reason, where the imputation or the design is not.

    Notes
    -----
    ANCOVA of each completed data set, all at once, pooled by Rubin's rules with complete-data
    df n - p. For logs a ratio of geometric means, for 0 and 1 a risk difference.
    """
    require_choice(variance, VarianceKind, "variance")
    require_confidence(confidence)
    name = _name_contrast(imputation, interacted=interacted)
    form = make_contrast_form(imputation, interacted=interacted, variance=variance)
    m = imputation.imputations
    if isinstance(form, str):
        pooled = make_unpooled(None, m, confidence, form, name)
    else:
        none = np.zeros(1)
        estimate, within, between = compute_grid_moments(imputation, form, none, none)
        arrays = compute_rubin_rules(
            estimate[0, 0],
            within[0, 0],
            between[0, 0],
            m,
            complete_df=form.df,
            confidence=confidence,
        )
        pooled = make_pooled(arrays, m, confidence, name)
    if imputation.scale == "log":
        pooled = replace(pooled, contrast=compute_exponential(pooled.contrast, name))
    own = imputation.arm[imputation.rows] == 1.0
    return ImputedContrast(
        pooled,
        n_1=int((imputation.arm == 1.0).sum()),
        n_0=int((imputation.arm == 0.0).sum()),
        n_imputed_1=int(own.sum()),
        n_imputed_0=int((~own).sum()),
        n_excluded=imputation.n_excluded,
        n_not_positive=imputation.n_not_positive,
    )

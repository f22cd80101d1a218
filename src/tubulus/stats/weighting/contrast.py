"""Weighted contrast of two arms: difference, ratio of geometric means, risk difference."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.results import Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential, compute_logarithm
from tubulus.stats.weighting.arm_weights import Weighting
from tubulus.stats.weighting.columns import ArmColumns, read_arm_columns
from tubulus.stats.weighting.entropy_balancing import (
    BalancedTarget,
    compute_balanced_means,
    fit_entropy_weights,
)
from tubulus.stats.weighting.hajek import compute_weighted_means
from tubulus.stats.weighting.influence import (
    ArmMeans,
    WeightedContrast,
    infer_contrast,
    refuse_contrast,
)
from tubulus.stats.weighting.propensity import fit_propensity
from tubulus.stats.weighting.targets import (
    POPULATIONS,
    TARGETS,
    Target,
)

__all__ = [
    "ENTROPY_METHODS",
    "METHODS",
    "cut_risk_limits",
    "estimate_weighted_contrast",
    "estimate_weighted_ratio",
    "estimate_weighted_risk_difference",
]

METHODS: dict[Target, Method] = {
    target: Method(
        name=f"{target} weighting, stacked sandwich, t",
        gives=f"weighted difference of arms among {POPULATIONS[target]}; variance with the score "
        "equations, times n / (n - p - 1), t with n - p - 1 df",
        limits="removes confounding by the covariates given only, if the score model is right; a "
        "small effective sample size means that few participants carry the result",
        source="Li, Morgan and Zaslavsky, JASA 2018;113:390-400; Lunceford and Davidian, Stat Med "
        "2004;23:2937-2960",
    )
    for target in TARGETS
}
"""Target to the record of propensity weighting for it."""

_ENTROPY_TARGETS: tuple[BalancedTarget, ...] = ("ATE", "ATT", "ATU")
ENTROPY_METHODS: dict[BalancedTarget, Method] = {
    target: Method(
        name=f"{target} entropy balancing, stacked sandwich, t",
        gives=f"difference of arms among {POPULATIONS[target]}, weighted to equal covariate means; "
        "variance with the balancing equations, times n / (n - p - 1), t with n - p - 1 df",
        limits="balances the means of the columns given and nothing else; does not exist where the "
        "arms are too far apart",
        source="Hainmueller, Polit Anal 2012;20:25-46; Zhao and Percival, J Causal Inference "
        "2017;5:20160010",
    )
    for target in _ENTROPY_TARGETS
}
"""Target to the record of entropy balancing for it."""


def estimate_weighted_contrast(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    target: Target = "ATO",
    weighting: Weighting = "propensity",
    confidence: float = 0.95,
) -> WeightedContrast:
    """Estimate the difference between two arms after weighting them to one population.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome, NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k)
        Numeric columns, categories already coded as columns; no intercept. NaN where missing.
    target : {'ATE', 'ATT', 'ATU', 'ATO', 'matching'}
        Population that the contrast is about; entropy balancing has the first three.
    weighting : {'propensity', 'Firth propensity', 'entropy'}
        Logistic score; the same with Firth's likelihood where the arms are separated; entropy
        balancing.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    WeightedContrast
        From participants with nothing missing, who alone give the weights. Not estimable where an
        arm is empty, the covariates separate the arms or depend on each other, or no weights
        balance them; an estimate without limits where nothing is left to vary.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite, arm holds anything but 0, 1 and NaN, or entropy
        balancing is asked for ATO or matching.

    Notes
    -----
    mean_1 = sum a w y / sum a w and likewise for the comparator (Hajek), difference = mean_1 -
    mean_0. The variance is that of the stacked estimating equations: score (or balancing)
    equations, sum a w (y - mean_1) = 0 and sum (1 - a) w (y - mean_0) = 0. Weights taken as fixed
    give a standard error that is too large in most trials and too small in some.
    """
    require_choice(target, Target, "target")
    require_choice(weighting, Weighting, "weighting")
    require_confidence(confidence)
    columns = read_arm_columns(outcome, arm, covariates)
    if weighting == "entropy":
        record = ENTROPY_METHODS.get(cast("BalancedTarget", target))
        if record is None:
            raise ValueError(f"entropy balancing knows ATE, ATT and ATU, not {target!r}")
    else:
        record = METHODS[_require_target(target)]
    means = columns.reason or _weigh(columns, target, weighting)
    if isinstance(means, str):
        return refuse_contrast(columns, means, confidence, record.name)
    return infer_contrast(columns, means, confidence, record.name)


def estimate_weighted_ratio(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    target: Target = "ATO",
    weighting: Weighting = "propensity",
    confidence: float = 0.95,
) -> WeightedContrast:
    """Estimate the ratio of geometric means of two arms after weighting.

    Parameters
    ----------
    outcome, arm, covariates, target, weighting, confidence
        As in :func:`estimate_weighted_contrast`, the outcome in its own unit; its log is taken
        here. A baseline among the covariates is used as it is.

    Returns
    -------
    WeightedContrast
        exp of the difference of mean logs; a factor of unit cancels. Outcomes that are not positive
        have no log: they are left out and counted in ``n_not_positive``.
    """
    require_choice(target, Target, "target")
    require_choice(weighting, Weighting, "weighting")
    logs, dropped = compute_logarithm(outcome)
    result = estimate_weighted_contrast(
        logs, arm, covariates, target=target, weighting=weighting, confidence=confidence
    )
    n_not_positive = int(dropped.sum())
    contrast = compute_exponential(result.contrast, f"{result.contrast.method}, of logs")
    return replace(
        result,
        contrast=contrast,
        mean_1=_compute_geometric(result.mean_1),
        mean_0=_compute_geometric(result.mean_0),
        n_missing=result.n_missing - n_not_positive,
        n_not_positive=n_not_positive,
    )


def estimate_weighted_risk_difference(
    event: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    target: Target = "ATO",
    weighting: Weighting = "propensity",
    confidence: float = 0.95,
) -> WeightedContrast:
    """Estimate the difference of two risks after weighting.

    Parameters
    ----------
    event : array_like, shape (n,)
        1 with the event, 0 without, NaN where missing.
    arm, covariates, target, weighting, confidence
        As in :func:`estimate_weighted_contrast`.

    Returns
    -------
    WeightedContrast
        The difference, limits cut at -1 and 1. Without any event it is 0 and has no limits.

    Raises
    ------
    ValueError
        If an event is neither 0 nor 1 nor missing, or as in :func:`estimate_weighted_contrast`.

    Notes
    -----
    With few events the limits are approximate at best: print Miettinen and Nurminen's beside them.
    """
    require_choice(target, Target, "target")
    require_choice(weighting, Weighting, "weighting")
    events = np.asarray(event, dtype=np.float64)
    if not np.isin(events[~np.isnan(events)], (0.0, 1.0)).all():
        raise ValueError("an event is 1, 0 or NaN for missing")
    result = estimate_weighted_contrast(
        events, arm, covariates, target=target, weighting=weighting, confidence=confidence
    )
    return replace(result, contrast=cut_risk_limits(result.contrast))


def cut_risk_limits(contrast: Interval) -> Interval:
    """Cut the limits of a risk difference at -1 and 1."""
    if contrast.low is None or contrast.high is None:
        return contrast
    return replace(contrast, low=max(-1.0, contrast.low), high=min(1.0, contrast.high))


def _weigh(columns: ArmColumns, target: Target, weighting: Weighting) -> ArmMeans | str:
    if weighting == "entropy":
        balanced = fit_entropy_weights(
            columns.arm, columns.covariates, cast("BalancedTarget", target)
        )
        return balanced if isinstance(balanced, str) else compute_balanced_means(columns, balanced)
    firth = weighting == "Firth propensity"
    model = fit_propensity(columns.arm, columns.covariates, firth_on_separation=firth)
    return model if isinstance(model, str) else compute_weighted_means(columns, model, target)


def _compute_geometric(mean: Statistic) -> Statistic:
    if mean.value is None:
        return mean
    # the mean of logs lies among them, so that its exponential lies among the outcomes
    return replace(mean, value=float(np.exp(mean.value)))


def _require_target(target: Target) -> Target:
    if target not in TARGETS:
        raise ValueError(f"the target is one of {', '.join(TARGETS)}, not {target!r}")
    return target

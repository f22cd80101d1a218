"""Overlap of two arms: where their propensity scores meet and where they do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.balance.effective_size import WeightSummary, summarise_weights
from tubulus.stats.methods import Method
from tubulus.stats.mid_ranks import compute_mid_ranks
from tubulus.stats.missing import Vector
from tubulus.stats.results import Statistic
from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.propensity import ScoreMethod, fit_propensity
from tubulus.stats.weighting.targets import TARGETS, Target, compute_target_weights

__all__ = ["METHOD", "QUANTILES", "ArmOverlap", "OverlapResult", "describe_overlap"]

METHOD = Method(
    name="propensity overlap",
    gives="range and quantiles of the score by arm, common support, c-statistic and what weights "
    "for each target rest on",
    limits="a high c-statistic is no merit: it says that the arms differ; overlap in what was "
    "measured says nothing about the rest",
    source="Crump, Hotz, Imbens and Mitnik, Biometrika 2009;96:187-199; Austin and Stuart, Stat "
    "Med 2015;34:3661-3679",
)

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Probabilities of the quantiles that are described."""


@dataclass(frozen=True, slots=True)
class ArmOverlap:
    """Scores of one arm.

    Parameters
    ----------
    quantiles : tuple of float
        Score at each of ``QUANTILES``, the first being the minimum and the last the maximum.
    n_outside : int
        Participants whose score lies outside the common support.
    share_outside : Statistic
        Their share of the arm.
    weights : dict of Target to WeightSummary
        What the weights of the arm rest on for each target.
    n : int
        Participants of the arm.
    """

    quantiles: tuple[float, ...]
    n_outside: int
    share_outside: Statistic
    weights: dict[Target, WeightSummary]
    n: int


@dataclass(frozen=True, slots=True)
class OverlapResult:
    """Overlap of two arms.

    Parameters
    ----------
    first, second : ArmOverlap or None
        The first arm and the comparator; None where there is no score.
    support : tuple of float or None
        Lowest and highest score that lie within the range of both arms; None where no score does
        or there is none.
    c_statistic : Statistic
        Probability that a participant of the first arm has the higher score, ties counted half.
    score_method : {'maximum likelihood', 'Firth'} or None
        How the score was fitted.
    n_missing : int
        Participants left out because arm or a covariate is missing.
    reason : str
        Why there is no score; empty where there is one.
    """

    first: ArmOverlap | None
    second: ArmOverlap | None
    support: tuple[float, float] | None
    c_statistic: Statistic
    score_method: ScoreMethod | None
    n_missing: int
    reason: str = ""


def describe_overlap(
    arm: ArrayLike, covariates: ArrayLike, *, firth_on_separation: bool = False
) -> OverlapResult:
    """Describe how far the propensity scores of two arms overlap.

    Parameters
    ----------
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k)
        Numeric columns without intercept, NaN where missing.
    firth_on_separation : bool
        Whether Firth's likelihood takes over where the covariates separate the arms.

    Returns
    -------
    OverlapResult
        Without scores, but with the reason, where there is no propensity score.

    Notes
    -----
    Common support: from the larger of both minima to the smaller of both maxima. c = (sum of the
    ranks of the first arm - n1 (n1 + 1) / 2) / (n1 n0), midranks for ties. Quantiles interpolate
    linearly (type 7).
    """
    present = np.zeros(np.asarray(arm).shape)
    columns = read_arm_columns(present, arm, covariates)
    fitted = columns.reason or fit_propensity(
        columns.arm, columns.covariates, firth_on_separation=firth_on_separation
    )
    if isinstance(fitted, str):
        nothing = Statistic(None, METHOD.name, fitted)
        return OverlapResult(None, None, None, nothing, None, columns.n_missing, fitted)
    treated = columns.arm == 1.0
    low = max(fitted.scores[treated].min(), fitted.scores[~treated].min())
    high = min(fitted.scores[treated].max(), fitted.scores[~treated].max())
    weights = {t: compute_target_weights(fitted.predictors, t) for t in TARGETS}
    arms = [
        _describe_arm(
            fitted.scores[rows],
            (float(low), float(high)),
            {target: pair[side][rows] for target, pair in weights.items()},
        )
        for side, rows in enumerate((treated, ~treated))
    ]
    return OverlapResult(
        arms[0],
        arms[1],
        (float(low), float(high)) if low <= high else None,
        Statistic(_compute_concordance(fitted.scores, treated), METHOD.name),
        fitted.method,
        columns.n_missing,
    )


def _describe_arm(
    scores: Vector, support: tuple[float, float], weights: dict[Target, Vector]
) -> ArmOverlap:
    outside = int(np.sum((scores < support[0]) | (scores > support[1])))
    return ArmOverlap(
        tuple(float(q) for q in np.quantile(scores, QUANTILES)),
        outside,
        Statistic(outside / scores.size, METHOD.name),
        {target: summarise_weights(w) for target, w in weights.items()},
        scores.size,
    )


def _compute_concordance(scores: Vector, treated: NDArray[np.bool_]) -> float:
    n_1 = int(treated.sum())
    n_0 = treated.size - n_1
    ranks = compute_mid_ranks(scores)
    return float((ranks[treated].sum() - n_1 * (n_1 + 1) / 2.0) / (n_1 * n_0))

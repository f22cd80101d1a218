"""Which estimators a plan may name, and what each needs and makes use of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ESTIMATORS", "EstimatorSpec"]


@dataclass(frozen=True, slots=True)
class EstimatorSpec:
    """What an estimator is good for.

    Parameters
    ----------
    name : str
        The word written in the plan.
    describes : str
        What it gives, for the methods text.
    kinds : tuple of str
        Kinds of endpoint it fits.
    arms : int
        Arms it needs at least.
    options : tuple of str
        Keys of the estimand that it makes use of beyond the five attributes.
    tests : tuple of str
        Tests that a plan may ask it for.
    sensitivities : tuple of str
        Rules and methods under which it can repeat its estimate.
    missing : tuple of str
        What it can do about missing values; all that an estimand may name where it is empty.
    """

    name: str
    describes: str
    kinds: tuple[str, ...]
    arms: int
    options: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    sensitivities: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


_COUNTED = ("non-response", "no event", "event", "complete cases")
"""What can be done about a missing event without drawing one."""

_RANKED = ("non-response", "complete cases")
"""What can be done about a missing place in an order of outcomes."""

_RULES = ("same examination", "complete cases", "worst case")
"""Other rules for who counts as with the event."""

_IMPUTED = ("imputation", "tipping")
"""What may be asked about values that are missing, by multiple imputation."""

_OTHER_METHODS = {
    "share": ("firth", "ratio", "stratified score", "exact interval"),
    "number": ("interaction", "permutation"),
}
"""The same contrast by other methods, by what it is a contrast of."""

_SPECS = (
    EstimatorSpec(
        "exact-share",
        "the share of each arm with Clopper-Pearson limits and the one-sided upper limit",
        ("binary",),
        1,
        ("stratum", "sensitivity", "missing"),
        sensitivities=_RULES,
        missing=_COUNTED,
    ),
    EstimatorSpec(
        "risk-difference",
        "the difference of the shares of two arms with Miettinen-Nurminen score limits, beside "
        "the share of each arm with Clopper-Pearson limits; over a stratum the Mantel-Haenszel "
        "difference with the variance of Sato beside it",
        ("binary",),
        2,
        ("stratum", "test", "sensitivity", "missing"),
        ("fisher", "boschloo", "z-pooled"),
        (*_RULES, *_IMPUTED, "extreme cases", *_OTHER_METHODS["share"]),
    ),
    EstimatorSpec(
        "ancova",
        "the difference between two arms from analysis of covariance on the baseline value and "
        "the covariates, with HC3 standard errors and t degrees of freedom; on the log scale "
        "back-transformed to a ratio of geometric means",
        ("number",),
        2,
        ("covariates", "stratum", "test", "missing", "sensitivity"),
        ("t",),
        (*_IMPUTED, "below limit", *_OTHER_METHODS["number"]),
        missing=("complete cases", "imputation"),
    ),
    EstimatorSpec(
        "mmrm",
        "the difference between two arms at each visit from one mixed model of all observed visits "
        "(unstructured covariance, restricted maximum likelihood, linear Kenward-Roger), adjusted "
        "for the value before at each visit and the covariates; on the log scale back-transformed "
        "to a ratio of geometric means",
        ("repeated",),
        2,
        ("covariates", "test"),
        ("t", "joint"),
    ),
    EstimatorSpec(
        "before-after",
        "each arm before and after, described without a p-value; no estimate of an effect",
        ("number",),
        1,
    ),
    EstimatorSpec(
        "two-part",
        "the share with any amount, and the amount among those with any, described side by side",
        ("amount",),
        1,
        ("missing",),
        missing=_COUNTED,
    ),
    EstimatorSpec(
        "rank",
        "all pairs of one participant of each arm: the probability that the first arm has the "
        "better outcome, ties counted half, with Brunner-Munzel limits, its win odds and the net "
        "benefit; of a number also the Hodges-Lehmann shift",
        ("amount", "number"),
        2,
        ("stratum", "test", "missing"),
        ("wilcoxon", "two-part", "van-elteren"),
        missing=_RANKED,
    ),
    EstimatorSpec(
        "proportional-odds",
        "the odds ratio of a higher rank, one for every cut of the order, from a proportional "
        "odds model with profile-likelihood limits",
        ("amount", "number"),
        2,
        ("covariates", "test", "missing"),
        ("likelihood-ratio",),
        missing=_RANKED,
    ),
)

ESTIMATORS: Mapping[str, EstimatorSpec] = {spec.name: spec for spec in _SPECS}
"""Estimators by the name that a plan uses."""

"""What adjusts the contrasts, in sentences, for the methods section and the protocol."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.adjustment.targets import TARGETS
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Adjustment
from tubulus.study.definition.study import Study

__all__ = ["write_adjustment"]

_DOUBLY_ROBUST = {
    "aipw": "augmented inverse probability weighting (AIPW) with a linear outcome model",
    "tmle": "targeted minimum loss estimation (TMLE), for a share with a logistic outcome model",
}


def write_adjustment(study: Study, plan: Plan) -> Iterator[str]:
    """Yield what the plan's adjustment does, without full stops; nothing where it has none."""
    adjustment = plan.adjustment
    if adjustment is None:
        return
    labels = ", ".join(plan.find_covariate(c).label for c in adjustment.covariates)
    if study.identity.allocation == "randomised":
        yield f"Balance of {labels} is described; arms drawn by lot are not weighted"
        return
    yield f"Covariates of the propensity score, fixed here, main effects only: {labels}"
    if adjustment.rationale:
        yield adjustment.rationale.rstrip(".")
    yield from _write_estimators(plan, adjustment)
    yield from _write_confounding(plan, adjustment)


def _write_estimators(plan: Plan, adjustment: Adjustment) -> Iterator[str]:
    yield (
        "Every contrast of shares or of an adjusted number is repeated with weights, by "
        "participants with all values and without a p-value; of a number with a value before, that "
        "value joins the covariates of the score, and of the outcome model of AIPW and TMLE, where "
        "it is not among them"
    )
    for name in adjustment.targets:
        yield f"{TARGETS[name].name.capitalize()}: the contrast {TARGETS[name].holds_for}"
    if "att" in adjustment.targets:
        yield (
            "The contrast for the treated is shown where each arm's effective sample size is at "
            f"least {adjustment.minimum_effective:g}"
        )
    named = " and ".join(_DOUBLY_ROBUST[name] for name in adjustment.doubly_robust)
    if named:
        yield f"Doubly robust, for all participants of both arms: {named}"
    yield (
        "Limits come from stacked estimating equations that count the estimation of the weights "
        "(TMLE: from the influence function), with t and the degrees of freedom of an analysis of "
        "covariance; beside them stand percentile limits of "
        f"{plan.settings.resamples} bootstrap draws within the arms"
    )
    yield (
        "Balance is described by standardised differences (above 0.1 flagged), variance ratios "
        "and Kolmogorov-Smirnov distances, the weights by effective sample sizes"
    )


def _write_confounding(plan: Plan, adjustment: Adjustment) -> Iterator[str]:
    yield (
        "Unmeasured confounding: E-values (of the risk ratio standardised by a Firth logistic "
        "model with corrected intercept (FLIC); of a number through its difference in standard "
        "deviations of the outcome, or of its logs, over both arms), robustness values "
        "with each covariate as benchmark, and the binary confounder that would explain "
        "the planned contrast"
    )
    if adjustment.negative_controls:
        labels = ", ".join(plan.find_endpoint(e).label for e in adjustment.negative_controls)
        yield f"Negative control, by assumption changed by no treatment: {labels}"

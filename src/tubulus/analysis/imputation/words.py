"""Sentences of the methods text on what is done about missing values beyond leaving them out."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand

__all__ = ["write_missing"]

_IMPUTING = frozenset({"imputation", "tipping"})


def write_missing(plan: Plan, estimand: Estimand, endpoint: Endpoint) -> Iterator[str]:
    """Yield how an estimand imputes, shifts what it imputed, and what decides a tipping point."""
    asked = _IMPUTING & set(estimand.sensitivity)
    if estimand.missing != "imputation" and not asked:
        return
    yield (
        f"Imputation: {plan.settings.imputations} completed data sets; each arm has a model of its "
        f"own, {_describe_model(plan, estimand, endpoint)}; the draws follow the seed of the run. "
        "It assumes that values are missing at random given what the model holds."
    )
    if "tipping" in estimand.sensitivity:
        yield _describe_shifts(plan, endpoint)


def _describe_model(plan: Plan, estimand: Estimand, endpoint: Endpoint) -> str:
    if endpoint.kind == "binary":
        stratum = plan.find_stratum(estimand.stratum)
        given = f" on {stratum.label.lower()}" if stratum else " without covariates"
        return f"logistic with Firth's penalty{given}; the pooled difference is unadjusted"
    labels = ["the value before"] if endpoint.baseline else []
    labels += [plan.find_covariate(name).label for name in estimand.covariates]
    scale = "the log of the value" if endpoint.scale == "log" else "the value"
    given = f" on {', '.join(labels)}" if labels else " without covariates"
    return (
        f"linear for {scale}{given}, with normal residuals; missing covariates are imputed with it "
        "by chained equations; who has a value beyond a limit is left out"
    )


def _describe_shifts(plan: Plan, endpoint: Endpoint) -> str:
    settings = plan.settings
    if endpoint.kind == "binary":
        what, steps = "the odds of imputed events are multiplied by", settings.tipping_odds
    elif endpoint.scale == "log":
        what, steps = "imputed values are multiplied by", settings.tipping_ratios
    else:
        what, steps = "imputed values are moved by", settings.tipping_sds
    listed = ", ".join(f"{step:g}" for step in steps)
    unit = "" if steps is not settings.tipping_sds else " standard deviations of the seen values"
    return (
        f"Shifts: {what} {listed}{unit} in each arm, each with each. The conclusion is on which "
        "side of no difference the limits lie, or that they hold it; a shift tips where it is "
        "another. Which shifts are plausible is for the reader to judge."
    )

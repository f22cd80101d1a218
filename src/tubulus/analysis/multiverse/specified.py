"""One specification run: its columns, and the contrast that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector, select_members
from tubulus.analysis.estimators.before_after import get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.imputation.completed import impute_change, impute_contrast
from tubulus.analysis.multiverse.choices import ADJUSTED, write_covariates
from tubulus.analysis.parts import AnalysisContext
from tubulus.analysis.plan.sections import BaselineVariable
from tubulus.stats.description.spread import compute_pooled_sd
from tubulus.stats.imputation import estimate_imputed_contrast
from tubulus.stats.multiverse import Specification, estimate_specification
from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_logarithm

__all__ = ["Columns", "SpecifiedResult", "compute_spreads", "prepare_columns", "run_specification"]

_VARIANCES: Mapping[str, Literal["HC3", "model"]] = {"HC3": "HC3", "classical": "model"}


@dataclass(frozen=True)
class Columns:
    """What a specification is fitted to: outcome, arm and covariates, shape (n,) and (n, k)."""

    outcome: Vector
    arm: Vector
    covariates: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SpecifiedResult:
    """Contrast of a specification on its own scale, logs of ratios, and who is in it."""

    contrast: Interval
    n: int
    n_imputed: int


def prepare_columns(
    whole: AnalysisContext, own: EstimandContext, specification: Specification
) -> Columns:
    """Prepare the columns of a specification with complete cases.

    The change from before has the value before in its outcome and not among its covariates.
    """
    population = specification.get_option("population")
    members = select_members(whole.snapshot, whole.plan, population).keep_arms(
        own.estimand.treatment
    )
    after, before = _get_scaled(own, members, specification.get_option("scale"))
    adjusted = np.empty((len(members), 0))
    outcome = after
    known = ~np.isnan(after)
    if own.endpoint.baseline:
        known &= ~np.isnan(before)
        if specification.get_option("outcome") == ADJUSTED:
            adjusted = before[:, None]
        else:
            outcome = after - before
    variables = _find_covariates(whole, specification.get_option("covariates"))
    columns = make_columns(members, variables, known)
    arm = (members.arms == own.estimand.treatment[0]).astype(np.float64)
    return Columns(outcome, arm, np.column_stack([adjusted, columns]))


def compute_spreads(own: EstimandContext) -> dict[str, float]:
    """Compute the SD within arms of the value after on each scale, in the estimand's population.

    Pooled by degrees of freedom; 1 where there is none. Dividing by it puts contrasts of logs and
    of values on one axis, and changes neither their sign nor whether limits exclude 0.
    """
    return {scale: _compute_spread(own, scale) for scale in ("log", "identity")}


def run_specification(
    whole: AnalysisContext, own: EstimandContext, specification: Specification
) -> SpecifiedResult:
    """Run one specification; what it imputes, the estimand's own imputation would draw too."""
    errors = specification.get_option("errors")
    if specification.get_option("missing") == "imputation":
        return _run_imputed(whole, own, specification)
    columns = prepare_columns(whole, own, specification)
    found = estimate_specification(
        columns.outcome,
        columns.arm,
        columns.covariates,
        errors="classical" if errors == "classical" else "HC3",
        confidence=own.confidence,
    )
    return SpecifiedResult(found.contrast, found.n, 0)


def _run_imputed(
    whole: AnalysisContext, own: EstimandContext, specification: Specification
) -> SpecifiedResult:
    option = specification.get_option("covariates")
    population = specification.get_option("population")
    covariates = tuple(variable.id for variable in _find_covariates(whole, option))
    context = replace(
        own,
        members=select_members(whole.snapshot, whole.plan, population),
        estimand=own.estimand.model_copy(update={"covariates": covariates}),
        endpoint=own.endpoint.model_copy(update={"scale": specification.get_option("scale")}),
    )
    pair = own.estimand.treatment[0], own.estimand.treatment[1]
    has_before = bool(own.endpoint.baseline)
    if has_before and specification.get_option("outcome") != ADJUSTED:
        imputation = impute_change(context, *pair)
    else:
        imputation = impute_contrast(context, *pair).imputation
    drawn = estimate_imputed_contrast(
        # contrasts of logs stay differences here
        replace(imputation, scale="identity"),
        variance=_VARIANCES[specification.get_option("errors")],
        confidence=own.confidence,
    )
    n_imputed = drawn.n_imputed_1 + drawn.n_imputed_0
    return SpecifiedResult(drawn.pooled.contrast, drawn.n_1 + drawn.n_0, n_imputed)


def _get_scaled(own: EstimandContext, members: Members, scale: str) -> tuple[Vector, Vector]:
    after, before = get_values(replace(own, members=members))
    if scale == "log":
        return compute_logarithm(after)[0], compute_logarithm(before)[0]
    return after, before


def _find_covariates(whole: AnalysisContext, option: str) -> tuple[BaselineVariable, ...]:
    names = () if option == write_covariates(()) else tuple(option.split(" + "))
    return tuple(whole.plan.find_covariate(name) for name in names)


def _compute_spread(own: EstimandContext, scale: str) -> float:
    # where nothing varies there is nothing to divide by
    return compute_pooled_sd(_get_scaled(own, own.members, scale)[0], own.members.arms) or 1.0

"""Completed data sets of one contrast: who is imputed, and who is left out all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.before_after import find_hypothetical, get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.stats.description.spread import compute_pooled_sd
from tubulus.stats.imputation import (
    Imputation,
    ImputationModel,
    impute_log_outcome,
    impute_outcome,
)
from tubulus.stats.scales import compute_logarithm
from tubulus.study.records.values import ValueState

__all__ = ["Completed", "impute_change", "impute_contrast"]

Mask = npt.NDArray[np.bool_]

_BOUNDED = (ValueState.BELOW_LIMIT, ValueState.ABOVE_LIMIT, ValueState.NOT_QUANTIFIABLE)
"""States in which something is known of a value: drawing it as if nothing were would be wrong."""


@dataclass(frozen=True, eq=False)
class Completed:
    """Completed data sets of one contrast.

    Parameters
    ----------
    arm, comparator : str
        The arms.
    imputation : Imputation
        The draws.
    n : int
        Participants of both arms in the population.
    n_bounded : int
        Left out because a value is known to lie beyond a limit, and not how far.
    n_covariates : int
        Participants with an outcome of whom a covariate was imputed.
    spread : float
        Standard deviation of the seen outcomes around the mean of their arm, on the scale of the
        analysis; 0 where it does not exist.
    """

    arm: str
    comparator: str
    imputation: Imputation
    n: int
    n_bounded: int
    n_covariates: int
    spread: float

    @property
    def is_complete(self) -> bool:
        """Whether there was nothing to impute."""
        return not self.imputation.rows.size and not self.n_covariates


def impute_contrast(context: EstimandContext, arm: str, comparator: str) -> Completed:
    """Impute what is missing in two arms, each arm by a model of its own.

    The draws depend on the run's seed, the estimand and the arms alone: every analysis of an
    estimand sees the same ones.

    Notes
    -----
    A number is imputed by a linear model on the value before and the covariates of the estimand,
    on the scale of the analysis; an event by a logistic model on the estimand's stratum. Whoever
    has a value beyond a limit is left out, as in the analysis without imputation.
    """
    own = replace(context, members=context.members.keep_arms([arm, comparator]))
    impute = _impute_events if context.endpoint.kind == "binary" else _impute_numbers
    kept, imputation, covariates = impute(own, arm, comparator)
    known = ~np.isnan(imputation.outcome)
    gaps = np.isnan(covariates).any(axis=1) if covariates.size else np.zeros(len(kept), dtype=bool)
    seen = gaps & ~np.isnan(_get_outcome(replace(own, members=kept)))
    return Completed(
        arm,
        comparator,
        imputation,
        n=len(own.members),
        n_bounded=len(own.members) - len(kept),
        n_covariates=int(seen.sum()),
        spread=compute_pooled_sd(imputation.outcome[known], imputation.arm[known]),
    )


def impute_change(context: EstimandContext, arm: str, comparator: str) -> Imputation:
    """Impute the change since before in two arms, each arm by a model of its own.

    Notes
    -----
    Of a log scale the change of the logs. The value before is in the outcome and not in the model;
    who has a value beyond a limit, or one without a log, is left out as in
    :func:`impute_contrast`, whose draws begin at the same seed.
    """
    own = replace(context, members=context.members.keep_arms([arm, comparator]))
    kept = _leave_out_bounded(own)
    after, before = get_values(replace(own, members=kept))
    there = np.ones(len(kept), dtype=np.bool_)
    if context.endpoint.scale == "log":
        (after, no_log), (before, none_before) = compute_logarithm(after), compute_logarithm(before)
        there = ~(no_log | none_before)
    names = context.estimand.covariates
    columns = make_columns(kept, tuple(context.plan.find_covariate(name) for name in names))
    imputation = impute_outcome(
        (after - before)[there],
        (kept.arms == arm).astype(np.float64)[there],
        columns[there],
        model=ImputationModel("normal", imputations=context.plan.settings.imputations),
        generator=context.make_generator("imputation", arm, comparator),
    )
    return replace(imputation, n_not_positive=int((~there).sum()))


def _get_outcome(context: EstimandContext) -> Vector:
    if context.endpoint.kind == "binary":
        return derive_responses(context).known
    return get_values(context)[0]


_Found = tuple[Members, Imputation, npt.NDArray[np.float64]]


def _impute_numbers(context: EstimandContext, arm: str, comparator: str) -> _Found:
    kept = _leave_out_bounded(context)
    after, before = get_values(replace(context, members=kept))
    names = context.estimand.covariates
    columns = make_columns(kept, tuple(context.plan.find_covariate(name) for name in names))
    first = (kept.arms == arm).astype(np.float64)
    model = ImputationModel("normal", imputations=context.plan.settings.imputations)
    generator = context.make_generator("imputation", arm, comparator)
    has_before = bool(context.endpoint.baseline)
    joined = np.column_stack([before, columns]) if has_before else columns
    if context.endpoint.scale == "log":
        baseline = before if has_before else None
        imputation = impute_log_outcome(
            after, first, baseline, columns, model=model, generator=generator
        )
    else:
        imputation = impute_outcome(after, first, joined, model=model, generator=generator)
    return kept, imputation, joined


def _impute_events(context: EstimandContext, arm: str, comparator: str) -> _Found:
    members = context.members
    known = derive_responses(context).known
    columns = _make_levels(context)
    first = (members.arms == arm).astype(np.float64)
    model = ImputationModel("logistic", imputations=context.plan.settings.imputations)
    generator = context.make_generator("imputation", arm, comparator)
    imputation = impute_outcome(known, first, columns, model=model, generator=generator)
    # the stratum helps to impute; the difference itself stays crude
    crude = replace(imputation, covariates=np.empty((1, imputation.outcome.size, 0)))
    unneeded = np.empty((len(members), 0))
    return members, crude, unneeded


def _make_levels(context: EstimandContext) -> npt.NDArray[np.float64]:
    """Make one column a level of the stratum but the first; NaN where the level is not known."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    if stratum is None:
        return np.empty((len(context.members), 0))
    levels = context.members.get_levels(stratum.value)
    names = sorted({level for level in levels if level is not None})
    columns = [
        [np.nan if level is None else float(level == name) for level in levels]
        for name in names[1:]
    ]
    return np.array(columns, dtype=np.float64).T if columns else np.empty((len(levels), 0))


def _leave_out_bounded(context: EstimandContext) -> Members:
    """Leave out whoever has a value beyond a limit, unless an event makes it count for nothing."""
    members, endpoint = context.members, context.endpoint
    # after a hypothetical event the value counts for nothing, whatever it is
    bounded = _is_bounded(members, endpoint.value) & ~find_hypothetical(context)
    names = context.estimand.covariates
    texts = [endpoint.baseline, *(context.plan.find_covariate(name).value for name in names)]
    for text in filter(None, texts):
        bounded |= _is_bounded(members, text)
    left_out = {p.id for p, own in zip(members.participants, bounded, strict=True) if own}
    return members.keep(lambda person: person.id not in left_out)


def _is_bounded(members: Members, text: str) -> Mask:
    states = [members.has_state(text, state) for state in _BOUNDED]
    found: Mask = np.logical_or.reduce(states)
    return found

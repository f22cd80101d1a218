"""What is simulated and analysed, taken from the plan: plain arrays and names, ready to travel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.analysis.designs.monitoring import calibrate_rule
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Design, DesignOutcome, Estimand, Monitoring
from tubulus.analysis.plan.simulated import find_support
from tubulus.stats.designs.safety import (
    StoppingBoundary,
)
from tubulus.stats.stacks import compute_gate_weights
from tubulus.stats.weighting.targets import Target
from tubulus.study.definition.study import Study

__all__ = ["EstimandModel", "GateModel", "OutcomeModel", "RuleModel", "TrialModel", "make_model"]

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeModel:
    """An outcome without any effect of treatment.

    Parameters
    ----------
    endpoint : str
        Its identifier.
    share : float or None
        Share with the event; None for a number.
    mean, sd, correlation : float
        Of a number, on the scale of its endpoint; correlation with its value before.
    baseline : int
        Column of the value before; -1 where there is none.
    coefficients : ndarray, shape (k,)
        Bearing of each standardised covariate: log odds, or SDs of the number.
    is_harm : bool
        Whether it is drawn from the shares of the scenario's arms.
    """

    endpoint: str
    share: float | None
    mean: float
    sd: float
    correlation: float
    baseline: int
    coefficients: Vector
    is_harm: bool


@dataclass(frozen=True, slots=True, eq=False)
class EstimandModel:
    """An estimand as it is run on a simulated trial; positions point into the trial model."""

    id: str
    label: str
    estimator: str
    outcome: int
    arms: tuple[int, ...]
    covariates: tuple[int, ...]
    missing: str
    test: str
    is_imputed: bool
    role: str


@dataclass(frozen=True, slots=True, eq=False)
class GateModel:
    """The graph of hypotheses.

    Parameters
    ----------
    estimands, labels : tuple of str
        Of each hypothesis.
    reasons : tuple of str
        Why a hypothesis is not simulated; empty where it is.
    table : ndarray, shape (2**h, h)
        Shares of alpha for each set of hypotheses already rejected.
    alpha : float
        Error of the family.
    """

    estimands: tuple[str, ...]
    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    table: Vector
    alpha: float


@dataclass(frozen=True, slots=True, eq=False)
class RuleModel:
    """A stopping rule: outcome and arm that it watches, and its boundary."""

    id: str
    label: str
    outcome: int
    arm: int
    boundary: StoppingBoundary


@dataclass(frozen=True, slots=True, eq=False)
class TrialModel:
    """All that a worker needs beside a scenario.

    Parameters
    ----------
    arms, sizes : tuple
        Identifier and planned participants of each arm.
    treated : int
        The arm that participants join by the scenario's confounding: the first arm of the first
        comparison.
    covariates : tuple of str
        Columns; values before that no baseline variable describes follow those that one does.
    means, sds, shares : ndarray, shape (k,)
        Of each column, on its scale; share NaN for a number.
    root : ndarray, shape (k, k)
        Cholesky factor of the correlations.
    adjusted : tuple of int
        Columns of the propensity score; empty where the plan adjusts for nothing.
    targets : tuple of str
        Targets of weighting that are run, and ``minimum_effective`` for the treated.
    """

    arms: tuple[str, ...]
    sizes: tuple[int, ...]
    treated: int
    covariates: tuple[str, ...]
    means: Vector
    sds: Vector
    shares: Vector
    root: Vector
    outcomes: tuple[OutcomeModel, ...]
    estimands: tuple[EstimandModel, ...]
    adjusted: tuple[int, ...]
    targets: tuple[Target, ...]
    minimum_effective: float
    gates: GateModel | None
    rules: tuple[RuleModel, ...]
    confidence: float
    imputations: int

    @property
    def n(self) -> int:
        """Participants of a trial."""
        return sum(self.sizes)


_TARGETS: dict[str, Target] = {"overlap": "ATO", "att": "ATT", "ate": "ATE"}
"""Targets of the plan that are run on simulated trials, by their name in the stats room."""


def make_model(study: Study, plan: Plan, design: Design) -> TrialModel:
    """Take from the plan what its simulated trials need."""
    chosen = [e for e in plan.estimands if not find_support(e, plan.find_endpoint(e.variable))]
    named = [c.id for c in design.covariates]
    used = {e.variable for e in chosen} | {plan.find_watched(rule) for rule in plan.monitoring}
    described = [o for o in design.outcomes if o.endpoint in used]
    before = _find_values_before(plan, described, named)
    columns = [*named, *(f"{e} before" for e, place in before.items() if place >= len(named))]
    outcomes = tuple(_make_outcome(plan, o, columns, before) for o in described)
    positions = {o.endpoint: i for i, o in enumerate(outcomes)}
    arms = [a for a in study.arms if any(a.id in e.treatment for e in chosen)]
    arms += [a for a in study.arms if a not in arms and any(r.arm == a.id for r in plan.monitoring)]
    ids = tuple(arm.id for arm in arms)
    extra = [o for o in described if before.get(o.endpoint, -1) >= len(named)]
    adjustment = plan.adjustment
    return TrialModel(
        arms=ids,
        sizes=tuple(arm.planned or 0 for arm in arms),
        treated=_find_treated(chosen, ids),
        covariates=tuple(columns),
        means=np.array([c.mean or 0.0 for c in design.covariates] + [o.mean or 0.0 for o in extra]),
        sds=np.array([c.sd or 1.0 for c in design.covariates] + [o.sd or 1.0 for o in extra]),
        shares=np.array(
            [np.nan if c.share is None else c.share for c in design.covariates]
            + [np.nan] * len(extra)
        ),
        root=_make_root(design, columns),
        outcomes=outcomes,
        estimands=tuple(_make_estimand(plan, e, ids, columns, positions) for e in chosen),
        adjusted=tuple(columns.index(c) for c in adjustment.covariates) if adjustment else (),
        targets=tuple(_TARGETS[t] for t in adjustment.targets if t in _TARGETS)
        if adjustment
        else (),
        minimum_effective=adjustment.minimum_effective if adjustment else 0.0,
        gates=_make_gates(plan),
        rules=tuple(_make_rule(plan, rule, ids, positions) for rule in plan.monitoring),
        confidence=plan.settings.confidence,
        imputations=design.imputations,
    )


def _find_treated(estimands: list[Estimand], arms: tuple[str, ...]) -> int:
    compared = [e for e in estimands if len(e.treatment) > 1]
    return arms.index((compared or estimands)[0].treatment[0]) if estimands else 0


def _find_values_before(
    plan: Plan, outcomes: list[DesignOutcome], named: list[str]
) -> dict[str, int]:
    """Find the column of each endpoint's value before: a described covariate, or one of its own."""
    found: dict[str, int] = {}
    further = len(named)
    for outcome in outcomes:
        endpoint = plan.find_endpoint(outcome.endpoint)
        if not endpoint.baseline:
            continue
        same = [v.id for v in plan.baseline if v.value == endpoint.baseline and v.id in named]
        found[endpoint.id] = named.index(same[0]) if same else further
        further += not same
    return found


def _make_outcome(
    plan: Plan, outcome: DesignOutcome, columns: list[str], before: dict[str, int]
) -> OutcomeModel:
    coefficients = np.zeros(len(columns))
    for name, value in outcome.coefficients.items():
        coefficients[columns.index(name)] = value
    return OutcomeModel(
        outcome.endpoint,
        outcome.share,
        outcome.mean or 0.0,
        outcome.sd or 1.0,
        outcome.correlation,
        before.get(outcome.endpoint, -1),
        coefficients,
        plan.find_endpoint(outcome.endpoint).harm,
    )


def _make_root(design: Design, columns: list[str]) -> Vector:
    matrix = np.eye(len(columns))
    for pair in design.correlations:
        i, j = (columns.index(name) for name in pair.covariates)
        matrix[i, j] = matrix[j, i] = pair.value
    return np.asarray(np.linalg.cholesky(matrix)) if columns else matrix


def _make_estimand(
    plan: Plan,
    estimand: Estimand,
    arms: tuple[str, ...],
    columns: list[str],
    positions: dict[str, int],
) -> EstimandModel:
    repeated = "imputation" in estimand.sensitivity
    return EstimandModel(
        estimand.id,
        estimand.label,
        estimand.estimator,
        positions[estimand.variable],
        tuple(arms.index(arm) for arm in estimand.treatment),
        tuple(columns.index(name) for name in estimand.covariates),
        estimand.missing,
        estimand.test,
        estimand.estimator == "ancova" and (estimand.missing == "imputation" or repeated),
        estimand.role,
    )


def _make_gates(plan: Plan) -> GateModel | None:
    if plan.testing is None:
        return None
    names = tuple(h.estimand for h in plan.testing.hypotheses)
    passes = np.array(
        [[h.passes.get(name, 0.0) for name in names] for h in plan.testing.hypotheses]
    )
    weights = np.array([h.weight for h in plan.testing.hypotheses])
    estimands = [plan.find_estimand(name) for name in names]
    return GateModel(
        names,
        tuple(estimand.label for estimand in estimands),
        tuple(find_support(e, plan.find_endpoint(e.variable)) for e in estimands),
        compute_gate_weights(weights, passes),
        plan.testing.alpha,
    )


def _make_rule(
    plan: Plan, rule: Monitoring, arms: tuple[str, ...], positions: dict[str, int]
) -> RuleModel:
    found = calibrate_rule(rule)
    watched = positions[plan.find_watched(rule)]
    return RuleModel(rule.id, rule.label, watched, arms.index(rule.arm), found.boundary)

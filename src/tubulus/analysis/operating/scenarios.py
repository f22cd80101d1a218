"""Make a scenario ready: intercepts that give its shares, and the truth estimates should meet.

Both come from one large seeded population in which everybody's outcome is known under each
treatment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator
from scipy import optimize, special

from tubulus.analysis.operating.forms import (
    compute_bearing,
    compute_missing_drive,
    draw_standard_covariates,
    get_arm_factors,
)
from tubulus.analysis.operating.model import OutcomeModel, TrialModel, Vector
from tubulus.analysis.operating.worlds import OutcomeWorld, Truth, World
from tubulus.analysis.plan.sections.design import Scenario
from tubulus.stats.logistic import fit_logistic

__all__ = ["make_world"]

_POPULATION = 100_000
"""Participants of the population."""
_FARTHEST = 30.0
_LEAST_NOISE = 0.05
"""Share of a number's variance that is noise at least, whatever the covariates bear."""


@dataclass(frozen=True, slots=True, eq=False)
class _Population:
    """Standardised covariates, the hidden confounder, who is treated, and weights by target."""

    standard: Vector
    hidden: Vector
    is_treated: npt.NDArray[np.bool_]
    weights: Mapping[str, Vector]
    noise: Vector


def make_world(model: TrialModel, scenario: Scenario, generator: Generator) -> World:
    """Make a scenario ready for draws.

    Parameters
    ----------
    model : TrialModel
        What is simulated.
    scenario : Scenario
        The scenario of the plan.
    generator : Generator
        Draws the population.
    """
    allocation = np.zeros(len(model.covariates))
    for name, value in scenario.confounding.items():
        allocation[model.covariates.index(name)] = value
    unmeasured = scenario.unmeasured.allocation if scenario.unmeasured else 0.0
    population = _draw_population(model, allocation, unmeasured, generator)
    outcomes = []
    truths: dict[tuple[int, str], Truth] = {}
    for position, outcome in enumerate(model.outcomes):
        if outcome.is_harm:
            outcomes.append(_make_harm(model, scenario, outcome))
            continue
        ids = {e.id for e in model.estimands if e.outcome == position}
        effect = next((v for name, v in scenario.effects.items() if name in ids), 0.0)
        made, individual = _make_outcome(model, scenario, outcome, (effect, population))
        outcomes.append(made)
        for target, weights in population.weights.items():
            truths[position, target] = _average(individual, weights, exact=effect)
    return World(
        scenario.id,
        scenario.label,
        scenario.form,
        allocation,
        unmeasured,
        scenario.missing,
        tuple(outcomes),
        truths,
    )


def _draw_population(
    model: TrialModel, allocation: Vector, unmeasured: float, generator: Generator
) -> _Population:
    standard = draw_standard_covariates(model, (_POPULATION,), generator)
    hidden = generator.standard_normal(_POPULATION)
    score = standard @ allocation + unmeasured * hidden + generator.logistic(size=_POPULATION)
    share = model.sizes[model.treated] / model.n
    is_treated = score > np.quantile(score, 1.0 - share)
    weights = {"ATE": np.ones(_POPULATION), "ATT": is_treated.astype(np.float64)}
    if "ATO" in model.targets:
        weights["ATO"] = _compute_overlap(model, standard, is_treated)
    return _Population(
        standard, hidden, is_treated, weights, generator.standard_normal(_POPULATION)
    )


def _compute_overlap(
    model: TrialModel, standard: Vector, is_treated: npt.NDArray[np.bool_]
) -> Vector:
    """Compute e (1 - e) of the score that the plan's covariates would have in the population."""
    design = np.column_stack([np.ones(_POPULATION), standard[:, list(model.adjusted)]])
    fit = fit_logistic(design, is_treated.astype(np.float64))
    if isinstance(fit, str):
        return np.ones(_POPULATION)
    return np.asarray(fit.probabilities * (1.0 - fit.probabilities))


def _make_harm(model: TrialModel, scenario: Scenario, outcome: OutcomeModel) -> OutcomeWorld:
    shares = np.full(len(model.arms), outcome.share or 0.0)
    for harm in scenario.harms:
        if harm.endpoint == outcome.endpoint and harm.arm in model.arms:
            shares[model.arms.index(harm.arm)] = harm.share
    return OutcomeWorld(0.0, 0.0, 0.0, 0.0, 0.0, shares)


def _make_outcome(
    model: TrialModel,
    scenario: Scenario,
    outcome: OutcomeModel,
    asked: tuple[float, _Population],
) -> tuple[OutcomeWorld, Vector]:
    """Return what the scenario adds to an outcome, and the effect on each of the population."""
    effect, population = asked
    bearing = compute_bearing(model, outcome, population.standard, scenario.form)
    first, other = get_arm_factors(scenario.form)
    hidden = scenario.unmeasured
    intercept, added = 0.0, effect
    if outcome.share is None:
        pull = hidden.numbers if hidden else 0.0
        linear = compute_bearing(model, outcome, population.standard, "linear")
        noise = outcome.sd * np.sqrt(max(_LEAST_NOISE, 1.0 - float(linear.var())))
        individual = effect + outcome.sd * (first - other) * bearing
        factor = np.where(population.is_treated, first, other)
        values = outcome.mean + outcome.sd * (factor * bearing + pull * population.hidden)
        values = values + noise * population.noise + effect * population.is_treated
    else:
        pull, noise = hidden.events if hidden else 0.0, 0.0
        untreated = other * bearing + pull * population.hidden
        treated = first * bearing + pull * population.hidden
        intercept = _solve_intercept(untreated, outcome.share)
        same = effect == 0.0 and first == other
        added = 0.0 if same else _solve_intercept(treated, outcome.share + effect) - intercept
        odds = _expit(intercept + untreated), _expit(intercept + added + treated)
        individual = np.zeros(_POPULATION) if same else odds[1] - odds[0]
        values = np.where(population.is_treated, odds[1], odds[0])
        # the quantile of each participant's noise decides the event
        values = (special.ndtr(population.noise) < values).astype(np.float64)
    absent = _solve_missing(scenario, outcome, population, values)
    nothing = np.full(len(model.arms), np.nan)
    return OutcomeWorld(intercept, added, pull, float(noise), absent, nothing), individual


def _solve_missing(
    scenario: Scenario, outcome: OutcomeModel, population: _Population, values: Vector
) -> float:
    missing = scenario.missing
    if missing is None or missing.share == 0.0:
        return -np.inf
    drive = compute_missing_drive(
        missing, outcome, population.standard, values, population.is_treated
    )
    return _solve_intercept(drive, missing.share)


def _solve_intercept(drive: Vector, share: float) -> float:
    """Find the intercept under which the mean probability is a share, shape (n,) to a number."""
    if share in {0.0, 1.0}:
        return -_FARTHEST if share == 0.0 else _FARTHEST

    def exceed(intercept: float) -> float:
        return float(_expit(intercept + drive).mean()) - share

    return float(optimize.brentq(exceed, -_FARTHEST, _FARTHEST, xtol=1e-13))


def _expit(values: Vector) -> Vector:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -36.0, 36.0))))


def _average(individual: Vector, weights: Vector, *, exact: float) -> Truth:
    """Average the effects of a target population; where all are equal nothing is uncertain."""
    spread = float(np.ptp(individual))
    if spread == 0.0:
        return Truth(float(individual[0]))
    total = weights.sum()
    mean = float(weights @ individual / total)
    error = float(np.sqrt(np.sum((weights * (individual - mean)) ** 2)) / total)
    if np.ptp(weights) == 0.0:
        # the average over everybody is what the scenario was solved for, or is known
        return Truth(exact)
    return Truth(mean, error)

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
from tubulus.analysis.plan.arm_effects import find_arm_effects
from tubulus.analysis.plan.sections.design import Scenario
from tubulus.stats.logistic import fit_logistic

__all__ = ["make_world"]

_POPULATION = 100_000
"""Participants of the population."""
_FARTHEST = 30.0
_DIGITS = 12
"""Decimals of a difference of effects, so that what cancels is exactly nothing."""
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
    arms: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Potential:
    """What everybody would have under each arm: a mean of a number, or the chance of an event.

    ``bearing`` is that of the covariates, on the scale of the outcome for a number; ``chances``
    are empty for a number.
    """

    shifts: Vector
    factors: Vector
    bearing: Vector
    chances: tuple[Vector, ...]

    def get_level(self, arm: int) -> Vector:
        """Return what everybody would have under an arm, a number without its mean."""
        return self.chances[arm] if self.chances else self.get_contrast(arm, None)

    def get_contrast(self, arm: int, comparator: int | None) -> Vector:
        """Return the effect on each of one arm against another; exactly one where all agree."""
        if comparator is None:
            return np.asarray(self.shifts[arm] + self.factors[arm] * self.bearing)
        shift = np.round(self.shifts[arm] - self.shifts[comparator], _DIGITS)
        factor = self.factors[arm] - self.factors[comparator]
        if self.chances and (shift or factor):
            return np.asarray(self.chances[arm] - self.chances[comparator])
        return np.asarray(shift + factor * self.bearing)


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
    truths: dict[tuple[int, int, int, str], Truth] = {}
    for position, outcome in enumerate(model.outcomes):
        if outcome.is_harm:
            outcomes.append(_make_harm(model, scenario, outcome))
            continue
        made, potential = _make_outcome(model, scenario, outcome, population)
        outcomes.append(made)
        for arm, comparator in _list_pairs(model, position):
            for target in population.weights:
                truth = _find_truth(model, population, potential, (arm, comparator, target))
                truths[position, arm, comparator, target] = truth
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
    noise = generator.standard_normal(_POPULATION)
    arms = _allocate(model, is_treated, generator)
    return _Population(standard, hidden, is_treated, weights, noise, arms)


def _allocate(
    model: TrialModel, is_treated: npt.NDArray[np.bool_], generator: Generator
) -> npt.NDArray[np.int64]:
    """Divide those who did not join the treated arm among the others by their sizes."""
    others = np.array([arm for arm in range(len(model.arms)) if arm != model.treated])
    arms = np.full(is_treated.shape, model.treated)
    if others.size == 1:
        arms[~is_treated] = others[0]
    elif others.size:
        sizes = np.array([model.sizes[arm] for arm in others], dtype=float)
        arms[~is_treated] = generator.choice(
            others, size=int((~is_treated).sum()), p=sizes / sizes.sum()
        )
    return arms


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
    return OutcomeWorld(0.0, np.zeros(len(model.arms)), 0.0, 0.0, 0.0, shares)


def _find_shifts(model: TrialModel, scenario: Scenario, outcome: OutcomeModel) -> Vector:
    """Find how far each arm lies from the outcome without effect, shape (arms,)."""
    own = [
        (e.id, tuple(model.arms[arm] for arm in e.arms))
        for e in model.estimands
        if model.outcomes[e.outcome] is outcome
    ]
    found = find_arm_effects(own, scenario.effects)
    return np.array([found.shifts.get(arm, 0.0) for arm in model.arms])


def _make_outcome(
    model: TrialModel, scenario: Scenario, outcome: OutcomeModel, population: _Population
) -> tuple[OutcomeWorld, _Potential]:
    """Return what the scenario adds to an outcome, and what everybody has under each arm."""
    shifts = _find_shifts(model, scenario, outcome)
    bearing = compute_bearing(model, outcome, population.standard, scenario.form)
    first, other = get_arm_factors(scenario.form)
    factors = np.where(np.arange(len(model.arms)) == model.treated, first, other)
    hidden = scenario.unmeasured
    own = population.arms
    nothing = np.full(len(model.arms), np.nan)
    if outcome.share is None:
        pull = hidden.numbers if hidden else 0.0
        linear = compute_bearing(model, outcome, population.standard, "linear")
        noise = outcome.sd * np.sqrt(max(_LEAST_NOISE, 1.0 - float(linear.var())))
        values = outcome.mean + outcome.sd * (factors[own] * bearing + pull * population.hidden)
        values = values + noise * population.noise + shifts[own]
        absent = _solve_missing(scenario, outcome, population, values)
        made = OutcomeWorld(0.0, shifts, pull, float(noise), absent, nothing)
        return made, _Potential(shifts, factors, outcome.sd * bearing, ())
    pull = hidden.events if hidden else 0.0
    drives = {factor: factor * bearing + pull * population.hidden for factor in {first, other}}
    intercept = _solve_intercept(drives[other], outcome.share)
    added = np.zeros(len(model.arms))
    for arm, factor in enumerate(factors):
        if shifts[arm] or factor != other:
            share = outcome.share + float(shifts[arm])
            added[arm] = _solve_intercept(drives[float(factor)], share) - intercept
    chances = tuple(
        _expit(intercept + added[arm] + drives[float(factor)]) for arm, factor in enumerate(factors)
    )
    # the quantile of each participant's noise decides the event
    values = special.ndtr(population.noise) < np.choose(own, chances)
    absent = _solve_missing(scenario, outcome, population, values.astype(np.float64))
    made = OutcomeWorld(intercept, added, pull, 0.0, absent, nothing)
    return made, _Potential(shifts, factors, bearing, chances)


def _list_pairs(model: TrialModel, outcome: int) -> list[tuple[int, int]]:
    """List the contrasts that the estimands look at, and shares, with comparator -1."""
    own = [e for e in model.estimands if e.outcome == outcome]
    pairs = [(e.arms[0], comparator) for e in own for comparator in e.arms[1:]]
    pairs += [(arm, -1) for e in own if e.estimator == "exact-share" for arm in e.arms]
    return list(dict.fromkeys(pairs))


def _find_truth(
    model: TrialModel,
    population: _Population,
    potential: _Potential,
    asked: tuple[int, int, str],
) -> Truth:
    """Find a true contrast in a target population.

    The members of two arms of which neither is the treated one are alike: they stand for all who
    did not join the treated arm, whatever the target.
    """
    arm, comparator, target = asked
    if comparator < 0:
        return _average(potential.get_level(arm), (population.arms == arm).astype(float))
    contrast = potential.get_contrast(arm, comparator)
    exact = float(np.round(potential.shifts[arm] - potential.shifts[comparator], _DIGITS))
    if model.treated not in {arm, comparator}:
        return _average(contrast, (~population.is_treated).astype(float))
    if arm != model.treated and target == "ATT":
        return _average(contrast, (~population.is_treated).astype(float))
    return _average(contrast, population.weights[target], exact=exact)


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


def _average(individual: Vector, weights: Vector, *, exact: float | None = None) -> Truth:
    """Average the effects of a target population; where all are equal nothing is uncertain."""
    spread = float(np.ptp(individual))
    if spread == 0.0:
        return Truth(float(individual[0]))
    total = weights.sum()
    mean = float(weights @ individual / total)
    error = float(np.sqrt(np.sum((weights * (individual - mean)) ** 2)) / total)
    if exact is not None and np.ptp(weights) == 0.0:
        # the average over everybody is what the scenario was solved for, or is known
        return Truth(exact)
    return Truth(mean, error)

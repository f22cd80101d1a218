"""Draw trials: covariates, who joins which arm, outcomes, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.analysis.operating.forms import (
    compute_bearing,
    compute_missing_drive,
    draw_standard_covariates,
    get_arm_factors,
)
from tubulus.analysis.operating.model import OutcomeModel, TrialModel, Vector
from tubulus.analysis.operating.worlds import OutcomeWorld, World

__all__ = ["Trials", "draw_trials"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """B simulated trials of n participants.

    Parameters
    ----------
    columns : ndarray, shape (B, n, k)
        Covariates on their scale; 0 and 1 for two levels.
    arms : ndarray of int, shape (B, n)
        Position of each participant's arm. Participants stand in the order of recruitment.
    outcomes, seen : tuple of ndarray, shape (B, n)
        Each outcome, and whether it was seen.
    """

    columns: Vector
    arms: npt.NDArray[np.int8]
    outcomes: tuple[Vector, ...]
    seen: tuple[Mask, ...]

    @property
    def size(self) -> int:
        """Number of trials."""
        return int(self.arms.shape[0])


def draw_trials(model: TrialModel, world: World, trials: int, generator: Generator) -> Trials:
    """Draw trials of a scenario.

    Parameters
    ----------
    model : TrialModel
        What is simulated.
    world : World
        The scenario, made ready.
    trials : int
        How many.
    generator : Generator
        Source of every draw.

    Notes
    -----
    The planned number of participants with the highest score join the treated arm; the score is
    logistic in the covariates, so that given the size of the arm allocation is a logistic model.
    The others are divided at random.
    """
    shape = trials, model.n
    standard = draw_standard_covariates(model, shape, generator)
    hidden = generator.standard_normal(shape)
    score = standard @ world.allocation + world.unmeasured * hidden
    arms = _allocate(model, score + generator.logistic(size=shape), generator)
    # whoever loses one outcome for a reason of his own tends to lose the others
    basis = _Basis(standard, hidden, arms, arms == model.treated, generator.random(shape))
    outcomes, seen = [], []
    for outcome, own in zip(model.outcomes, world.outcomes, strict=True):
        if outcome.is_harm:
            values = generator.random(shape) < own.arm_shares[arms]
            outcomes.append(values.astype(np.float64))
            seen.append(np.ones(shape, dtype=np.bool_))
            continue
        outcomes.append(_draw_outcome(model, world, (outcome, own), basis, generator))
        seen.append(_find_seen(world, outcome, own.missing, basis, outcomes[-1]))
    columns = model.means + model.sds * standard
    for column in np.flatnonzero(~np.isnan(model.shares)):
        columns[..., column] = standard[..., column] > 0.0
    return Trials(columns, arms, tuple(outcomes), tuple(seen))


@dataclass(frozen=True, slots=True, eq=False)
class _Basis:
    """What the outcomes of a batch of trials share."""

    standard: Vector
    hidden: Vector
    arms: npt.NDArray[np.int8]
    is_treated: Mask
    lost: Vector


def _allocate(model: TrialModel, score: Vector, generator: Generator) -> npt.NDArray[np.int8]:
    others = [arm for arm in range(len(model.arms)) if arm != model.treated]
    arms = np.full(score.shape, model.treated, dtype=np.int8)
    if not others:
        return arms
    rest = model.n - model.sizes[model.treated]
    order = np.argpartition(score, rest - 1, axis=1)[:, :rest]
    planned = np.repeat(others, [model.sizes[arm] for arm in others]).astype(np.int8)
    given = np.broadcast_to(planned, order.shape)
    if len(others) > 1:
        given = generator.permuted(given, axis=1)
    np.put_along_axis(arms, order, given, axis=1)
    return arms


def _draw_outcome(
    model: TrialModel,
    world: World,
    outcome: tuple[OutcomeModel, OutcomeWorld],
    basis: _Basis,
    generator: Generator,
) -> Vector:
    what, own = outcome
    treated, other = get_arm_factors(world.form)
    bearing = compute_bearing(model, what, basis.standard, world.form)
    bearing *= np.where(basis.is_treated, treated, other)
    bearing += own.unmeasured * basis.hidden
    if what.share is None:
        noise = own.noise * generator.standard_normal(bearing.shape)
        return what.mean + what.sd * bearing + own.effects[basis.arms] + noise
    odds = own.intercept + bearing + own.effects[basis.arms]
    happens = generator.random(odds.shape) * (1.0 + np.exp(-odds)) < 1.0
    return happens.astype(np.float64)


def _find_seen(
    world: World, outcome: OutcomeModel, intercept: float, basis: _Basis, values: Vector
) -> Mask:
    if world.missing is None or world.missing.share == 0.0:
        return np.ones(values.shape, dtype=np.bool_)
    drive = intercept + compute_missing_drive(
        world.missing, outcome, basis.standard, values, basis.is_treated
    )
    return np.asarray(basis.lost * (1.0 + np.exp(-drive)) >= 1.0)

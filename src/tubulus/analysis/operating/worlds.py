"""A scenario as the draws need it, and the true values that estimates should meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.analysis.plan.sections.design import Form, MissingOutcomes

__all__ = ["OutcomeWorld", "Truth", "World"]

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """A true value with the Monte Carlo error of the population it comes from; 0 where exact."""

    value: float
    error: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeWorld:
    """What a scenario adds to an outcome.

    Parameters
    ----------
    intercept : float
        Log odds of an event where all else is 0.
    effects : ndarray, shape (arms,)
        Added in each arm: log odds, or a difference on the scale of a number.
    unmeasured : float
        Bearing of the unmeasured confounder: log odds, or SDs.
    noise : float
        SD of what neither covariates nor treatment explain of a number, on its scale.
    missing : float
        Log odds of missing where all else is 0.
    arm_shares : ndarray, shape (arms,)
        True share of a harm in each arm; NaN for an outcome that is no harm.
    """

    intercept: float
    effects: Vector
    unmeasured: float
    noise: float
    missing: float
    arm_shares: Vector


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A scenario made ready.

    Parameters
    ----------
    id, label : str
        As in the plan.
    form : str
        Form of the true models of the outcomes.
    allocation : ndarray, shape (k,)
        Log odds of joining the treated arm per SD of each column.
    unmeasured : float
        The same of the unmeasured confounder.
    missing : MissingOutcomes or None
        How often and of whom outcomes are missing.
    outcomes : tuple of OutcomeWorld
        In the order of the trial model.
    truths : mapping of (int, int, int, str) to Truth
        Outcome, arm, comparator and target (ATE, ATT, ATO) to the true contrast; comparator -1
        stands for the share in the arm itself.
    """

    id: str
    label: str
    form: Form
    allocation: Vector
    unmeasured: float
    missing: MissingOutcomes | None
    outcomes: tuple[OutcomeWorld, ...]
    truths: Mapping[tuple[int, int, int, str], Truth]

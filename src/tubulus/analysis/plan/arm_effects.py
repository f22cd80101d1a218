"""What the effects of a scenario say about each arm: differences between arms, put in one order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["ArmEffects", "find_arm_effects"]

_NOBODY_ELSE = ""
"""Stands for the comparator where an estimand has one arm: the outcome without any effect."""
_ROUNDING = 1e-9

_Edge = tuple[str, str, float, str]
"""First arm, comparator, effect, and the estimand that has it."""


@dataclass(frozen=True, slots=True)
class ArmEffects:
    """How far each arm lies from the outcome without effect, on one endpoint.

    Parameters
    ----------
    shifts : mapping of str to float
        Arm to its shift; an arm that no effect reaches is not there, and has none.
    contradiction : str
        Estimand whose effect contradicts the ones before it; empty where none does.
    unnamed : tuple of str
        Estimands whose effect neither stands there nor follows from the others.
    """

    shifts: Mapping[str, float] = field(default_factory=dict)
    contradiction: str = ""
    unnamed: tuple[str, ...] = ()


def find_arm_effects(
    estimands: Iterable[tuple[str, tuple[str, ...]]], effects: Mapping[str, float]
) -> ArmEffects:
    """Find the shift of each arm on one endpoint.

    Parameters
    ----------
    estimands : iterable of (str, tuple of str)
        Those of the endpoint with their arms, the first arm first, in the order of the plan.
    effects : mapping of str to float
        Estimand to the true difference of its first arm from each of its comparators; estimands
        of other endpoints are passed over.

    Notes
    -----
    The comparator of the first effect has the outcome without effect, and so has every arm that
    no effect reaches. An effect against another comparator moves that comparator: with 0.15
    against hormones and 0.20 against the programme, the programme lies 0.05 below hormones.
    """
    own = tuple(estimands)
    edges: list[_Edge] = [
        (arms[0], comparator, effects[name], name)
        for name, arms in own
        if name in effects
        for comparator in arms[1:] or (_NOBODY_ELSE,)
    ]
    shifts, groups, contradiction = _follow(edges)
    unnamed = tuple(
        name
        for name, arms in own
        if edges and name not in effects and len({groups.get(arm, arm) for arm in arms}) > 1
    )
    shifts.pop(_NOBODY_ELSE, None)
    return ArmEffects(shifts, contradiction, unnamed)


def _follow(edges: list[_Edge]) -> tuple[dict[str, float], dict[str, str], str]:
    """Follow the effects from arm to arm; ``groups`` says which arms they join."""
    shifts: dict[str, float] = {}
    groups: dict[str, str] = {}
    contradiction = ""
    waiting = list(edges)
    while waiting:
        edge = next((e for e in waiting if e[0] in shifts or e[1] in shifts), waiting[0])
        waiting.remove(edge)
        arm, comparator, effect, estimand = edge
        if arm not in shifts and comparator not in shifts:
            shifts[comparator], groups[comparator] = 0.0, comparator
        if arm not in shifts:
            shifts[arm], groups[arm] = shifts[comparator] + effect, groups[comparator]
        elif comparator not in shifts:
            shifts[comparator], groups[comparator] = shifts[arm] - effect, groups[arm]
        elif not math.isclose(shifts[arm] - shifts[comparator], effect, abs_tol=_ROUNDING):
            contradiction = contradiction or estimand
    return shifts, groups, contradiction

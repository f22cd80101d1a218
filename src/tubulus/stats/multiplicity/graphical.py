"""Graphical procedure: weighted Bonferroni tests that hand their share on when they reject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.multiplicity.graph import HypothesisGraph
from tubulus.stats.results import HypothesisTest

__all__ = ["METHOD", "GraphStep", "GraphicalResult", "compute_graphical", "hand_on"]

METHOD = Method(
    name="graphical procedure",
    gives="adjusted p-values that control the chance of any false rejection, by a planned graph",
    limits="graph and level must be fixed in advance; a missing test still counts in the family",
    source="Bretz, Maurer, Brannath and Posch, Stat Med 2009;28:586-604",
)

# 1 - g_lj g_jl below this is a cycle of two that hand everything to each other
_CLOSED_CYCLE = 1e-12


@dataclass(frozen=True, slots=True)
class GraphStep:
    """One rejection.

    Parameters
    ----------
    name : str
        Hypothesis rejected.
    weights : tuple of float
        Shares of the level before the rejection, in the order of the graph; 0 for hypotheses
        rejected before.
    """

    name: str
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class GraphicalResult:
    """Adjusted p-values of the hypotheses of a graph.

    Parameters
    ----------
    names : tuple of str
        Hypotheses, in the order of the graph.
    tests : tuple of HypothesisTest
        Adjusted p-values; not estimable where the test gave no p-value.
    rejected : tuple of bool
        Whether the adjusted p-value is at most the level.
    steps : tuple of GraphStep
        Rejections in the order in which they were made.
    alpha : float
        Level, two-sided if the p-values are.
    """

    names: tuple[str, ...]
    tests: tuple[HypothesisTest, ...]
    rejected: tuple[bool, ...]
    steps: tuple[GraphStep, ...]
    alpha: float


def compute_graphical(
    graph: HypothesisGraph, p_values: Sequence[float | None], *, alpha: float = 0.05
) -> GraphicalResult:
    """Compute the adjusted p-values and rejections of a graphical procedure.

    Parameters
    ----------
    graph : HypothesisGraph
        Shares and transitions.
    p_values : sequence of float or None
        One for each hypothesis of the graph; None where a test gave none.
    alpha : float
        Level of the whole family, in (0, 1).

    Returns
    -------
    GraphicalResult
        A hypothesis without p-value is never rejected, hands nothing on, and stays without one.

    Raises
    ------
    ValueError
        If p-values and hypotheses differ in number or a value is outside its range.

    Notes
    -----
    Algorithm 2 of Bretz et al (2009): take the j with the smallest p_j / w_j; its adjusted p is
    that ratio, or the one before if larger; then w_l += w_j g_jl and
    g_lk = (g_lk + g_lj g_jk) / (1 - g_lj g_jl) among the others.
    """
    _require_values(graph, p_values, alpha)
    p = np.array([1.0 if value is None else value for value in p_values], dtype=np.float64)
    weights, transitions = np.array(graph.weights), np.array(graph.transitions)
    transitions = transitions.reshape(p.size, p.size)
    left = np.ones(p.size, dtype=bool)
    adjusted, reached = np.ones(p.size), 0.0
    order: list[tuple[int, Vector]] = []
    while left.any():
        ratios = np.full(p.size, np.inf)
        np.divide(p, weights, out=ratios, where=left & (weights > 0.0))
        chosen = int(np.argmin(ratios))
        if not ratios[chosen] < 1.0:
            break
        reached = max(reached, float(ratios[chosen]))
        adjusted[chosen] = reached
        order.append((chosen, weights))
        left[chosen] = False
        weights, transitions = hand_on(weights, transitions, chosen, left)
    rejected = adjusted <= alpha
    steps = tuple(
        GraphStep(graph.names[place], tuple(shares.tolist()))
        for place, shares in order
        if rejected[place]
    )
    tests = tuple(
        HypothesisTest(None, METHOD.name, reason="the test gave no p-value")
        if given is None
        else HypothesisTest(float(value), METHOD.name)
        for given, value in zip(p_values, adjusted, strict=True)
    )
    return GraphicalResult(graph.names, tests, tuple(rejected.tolist()), steps, alpha)


def _require_values(graph: HypothesisGraph, p_values: Sequence[float | None], alpha: float) -> None:
    if len(p_values) != len(graph.names):
        raise ValueError(
            f"{len(graph.names)} hypotheses need as many p-values, got {len(p_values)}"
        )
    if not all(value is None or 0.0 <= value <= 1.0 for value in p_values):
        raise ValueError("p-values lie in [0, 1]; a test without one is None")
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not {alpha}")


def hand_on(
    weights: Vector, transitions: Vector, chosen: int, left: NDArray[np.bool_]
) -> tuple[Vector, Vector]:
    """Take a rejected hypothesis out of a graph and hand on its share.

    Parameters
    ----------
    weights, transitions : ndarray, shapes (h,) and (h, h)
        Shares of the level and who inherits them, before the rejection.
    chosen : int
        The rejected hypothesis.
    left : ndarray of bool, shape (h,)
        Hypotheses that are not rejected, without the chosen one.

    Returns
    -------
    weights, transitions : ndarray
        The graph of those left; zeros elsewhere.
    """
    shared = np.where(left, weights + weights[chosen] * transitions[chosen], 0.0)
    through = np.outer(transitions[:, chosen], transitions[chosen])
    open_share = 1.0 - np.diagonal(through)
    passing = left & (open_share > _CLOSED_CYCLE)
    divisor = np.where(passing, open_share, 1.0)[:, None]
    kept = passing[:, None] & left[None, :] & ~np.eye(left.size, dtype=bool)
    return shared, np.where(kept, (transitions + through) / divisor, 0.0)

"""The reach of all receptors of a cargo taken together: one question, one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from tubulus.screen.network.reach import ReachTest

__all__ = ["ReachPanel", "simulate_reach_panel"]


@dataclass(frozen=True, slots=True)
class ReachPanel:
    """How far receptors reach together, against nodes of like degree.

    Parameters
    ----------
    receptors, unknown : int
        Receptors that were tested, and those of which nothing is known.
    percentile : float
        Mean over receptors of the share of matched nodes that reach less far.
    low, high : float
        Range that holds 95 % of random draws; 0.5 is expected.
    p : float
        (1 + draws at least as high) / (1 + draws).
    smallest_p : float
        The least that ``p`` can be.
    draws : int
        Random draws.
    """

    receptors: int
    unknown: int
    percentile: float
    low: float
    high: float
    p: float
    smallest_p: float
    draws: int


def simulate_reach_panel(
    tests: Sequence[ReachTest], rng: Generator, *, draws: int = 10_000
) -> ReachPanel | None:
    """Test whether receptors reach a set of genes farther than nodes like them, taken together.

    Parameters
    ----------
    tests : sequence of ReachTest
        One a receptor, each receptor once.
    rng : numpy.random.Generator
        Source of randomness.
    draws : int
        Random draws.

    Returns
    -------
    ReachPanel or None
        None where no receptor was tested.

    Notes
    -----
    In a draw each receptor is replaced by one of itself and its matched nodes, by chance alone, so
    that its rank is uniform. Receptors are drawn independently of each other: receptors of one
    family, which reach alike, make the p too small.
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1, not {draws}")
    known = [(test.p, test.matched) for test in tests if test.p is not None]
    if not known:
        return None
    p, matched = (np.array(column) for column in zip(*known, strict=True))
    farther = np.rint(p * (matched + 1)) - 1
    percentile = float((1.0 - farther / matched).mean())
    drawn = 1.0 - rng.integers(0, matched + 1, (draws, matched.size)) / matched
    means = drawn.mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return ReachPanel(
        receptors=len(known),
        unknown=len(tests) - len(known),
        percentile=percentile,
        low=float(low),
        high=float(high),
        p=(1 + int((means >= percentile - 1e-12).sum())) / (1 + draws),
        smallest_p=1 / (1 + draws),
        draws=draws,
    )

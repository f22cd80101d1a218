"""The reach of all receptors that a cargo meets, taken together: one question, one number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.network.reach import ReachTest
from tubulus.screen.nulls.null_sets import NullDesign, simulate_inclusion

__all__ = ["ReachPanel", "compute_percentiles", "simulate_reach_panel"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReachPanel:
    """How far the receptors of a cargo reach, against those that random cargo meets.

    Parameters
    ----------
    receptors : int
        Receptors with a counted partner that were taken.
    targets, unknown : int
        Receptors with a counted partner that were left out: genes of the set to be reached, and
        those of which the network knows nothing.
    percentile : float
        Mean over receptors of the share of matched nodes that reach less far.
    expected : float
        Mean of the same over random cargo sets.
    low, high : float
        Range that holds 95 % of the random sets.
    p : float
        (1 + random sets at least as high) / (1 + random sets).
    smallest_p : float
        The least that ``p`` can be.
    draws : int
        Random sets that meet a receptor.
    """

    receptors: int
    targets: int
    unknown: int
    percentile: float
    expected: float
    low: float
    high: float
    p: float
    smallest_p: float
    draws: int


def compute_percentiles(tests: Sequence[ReachTest]) -> Floats:
    """Compute the share of matched nodes that reach less far than each receptor.

    Parameters
    ----------
    tests : sequence of ReachTest
        One a receptor.

    Returns
    -------
    ndarray, shape (n_tests,)
        From 0 to 1; NaN where nothing is known of the receptor.
    """
    shares = np.full(len(tests), np.nan)
    for place, test in enumerate(tests):
        if test.p is not None:
            as_far = round(test.p * (test.matched + 1)) - 1
            shares[place] = 1.0 - as_far / test.matched
    return shares


def simulate_reach_panel(
    tests: Sequence[ReachTest],
    design: NullDesign,
    targets: Collection[str],
    rng: Generator,
    *,
    sets: int = 10_000,
) -> ReachPanel | None:
    """Test whether the receptors of a cargo reach genes farther than those of random cargo.

    Parameters
    ----------
    tests : sequence of ReachTest
        Tests of the receptors of the design, in any order; others are not looked at, and one
        without a test is unknown.
    design : NullDesign
        The null of the screen, with the cargo that counts.
    targets : collection of str
        The genes to be reached; a receptor among them is left out, because it is found near them
        whoever meets it.
    rng : numpy.random.Generator
        Source of randomness.
    sets : int
        Random cargo sets.

    Returns
    -------
    ReachPanel or None
        None where neither the cargo nor a random set meets a receptor that can be taken.

    Notes
    -----
    The receptors of a tissue are chosen by people, and reach what they were chosen for: their
    ranks among other receptors are neither uniform nor independent. So the ranks are taken as
    they are, and the null is a random cargo set with as many genes of each stratum: given the
    ranks, the cargo and the drawn sets that meet a receptor are exchangeable under it, whatever
    the tissue, the network and the genes are. Sets that meet none have no mean and are left out.
    """
    if sets < 1:
        raise ValueError(f"sets must be at least 1, not {sets}")
    known = dict(zip((t.receptor for t in tests), compute_percentiles(tests), strict=True))
    shares = np.array([known.get(name, np.nan) for name in design.receptors], dtype=np.float64)
    is_target = np.array([name in targets for name in design.receptors], dtype=np.bool_)
    taken = np.isfinite(shares) & ~is_target
    met = design.count_observed_partners() > 0
    if not (met & taken).any():
        return None
    drawn = _average(shares[taken], design, taken, simulate_inclusion(design, sets, rng))
    if not drawn.size:
        return None
    percentile = float(shares[met & taken].mean())
    low, high = np.quantile(drawn, (0.025, 0.975))
    return ReachPanel(
        receptors=int((met & taken).sum()),
        targets=int((met & is_target).sum()),
        unknown=int((met & ~is_target & ~taken).sum()),
        percentile=percentile,
        expected=float(drawn.mean()),
        low=float(low),
        high=float(high),
        # sums in another order differ in the last digits: nearer than that is a tie
        p=(1 + int((drawn >= percentile - 1e-9).sum())) / (1 + drawn.size),
        smallest_p=1 / (1 + drawn.size),
        draws=int(drawn.size),
    )


def _average(
    shares: Floats, design: NullDesign, taken: NDArray[np.bool_], inclusion: NDArray[np.bool_]
) -> Floats:
    """Average the shares of the receptors that each random set meets; sets with none are left."""
    # float32 counts are exact up to 2**24 and use the fast matrix product
    partners = design.incidence[:, taken].T.astype(np.float32) @ inclusion.astype(np.float32)
    met = partners > 0
    numbers = met.sum(axis=0)
    some = numbers > 0
    return np.asarray((shares @ met[:, some]) / numbers[some], dtype=np.float64)

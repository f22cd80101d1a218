"""Rank methods for two arms: what needs an order of values and no scale.

Exact tests with ties, probability of superiority, wins, shift, and an amount with a spike at zero.
Exports the ``compute_`` tests, the ``estimate_`` functions and their result classes.
"""

from __future__ import annotations

from tubulus.stats.ranks import (
    brunner_munzel,
    hodges_lehmann,
    lachenbruch,
    van_elteren,
    wilcoxon,
    win_odds,
)
from tubulus.stats.ranks.brunner_munzel import (
    LimitScale,
    SuperiorityResult,
    compute_brunner_munzel_permutation_test,
    estimate_superiority,
)
from tubulus.stats.ranks.hodges_lehmann import ShiftResult, estimate_shift, estimate_shift_ratio
from tubulus.stats.ranks.lachenbruch import (
    TwoPartTest,
    compute_two_part_permutation_test,
    compute_two_part_test,
)
from tubulus.stats.ranks.van_elteren import StratifiedRankTest, compute_van_elteren_test
from tubulus.stats.ranks.wilcoxon import WilcoxonResult, compute_wilcoxon_test
from tubulus.stats.ranks.win_odds import WinResult, estimate_wins

METHODS = (
    wilcoxon.METHOD,
    wilcoxon.NORMAL_METHOD,
    van_elteren.METHOD,
    brunner_munzel.METHOD,
    brunner_munzel.PERMUTATION_METHOD,
    win_odds.METHOD,
    win_odds.RATIO_METHOD,
    hodges_lehmann.METHOD,
    hodges_lehmann.NORMAL_METHOD,
    lachenbruch.METHOD,
    lachenbruch.PERMUTATION_METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "LimitScale",
    "ShiftResult",
    "StratifiedRankTest",
    "SuperiorityResult",
    "TwoPartTest",
    "WilcoxonResult",
    "WinResult",
    "compute_brunner_munzel_permutation_test",
    "compute_two_part_permutation_test",
    "compute_two_part_test",
    "compute_van_elteren_test",
    "compute_wilcoxon_test",
    "estimate_shift",
    "estimate_shift_ratio",
    "estimate_superiority",
    "estimate_wins",
]

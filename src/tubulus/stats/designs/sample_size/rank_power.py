"""Power of the rank comparison of two arms: Wilcoxon test and win odds."""

from __future__ import annotations

import math

from scipy import special

from tubulus.stats.designs.safety.boundary import require_level, require_probability
from tubulus.stats.methods import Method

__all__ = [
    "METHOD",
    "compute_rank_power",
    "compute_win_probability",
    "find_rank_sample_size",
]

METHOD = Method(
    name="power of rank tests",
    gives="power of the Wilcoxon test and participants, from the probability to win",
    limits="large-sample formula near the null without ties; ties lower the variance",
    source="Noether, J Am Stat Assoc 1987;82:645-647; Gasparyan et al, J Biopharm Stat 2021;31",
)


def compute_win_probability(win_odds: float) -> float:
    """Compute the probability to win, ties counted half, from the win odds WO: WO / (1 + WO).

    Raises
    ------
    ValueError
        If the win odds are not above 0 and finite.
    """
    if not 0.0 < win_odds < math.inf:
        raise ValueError(f"win odds are above 0, not {win_odds}")
    return win_odds / (1.0 + win_odds)


def compute_rank_power(
    win_probability: float, n_1: int, n_0: int, alpha: float, *, sides: int = 2
) -> float:
    """Compute the approximate power of the Wilcoxon rank-sum test.

    Parameters
    ----------
    win_probability : float
        Probability that a participant of the first arm has more than one of the second, ties
        counted half, in (0, 1).
    n_1, n_0 : int
        Participants of each arm, at least 1.
    alpha : float
        Level in (0, 1).
    sides : {1, 2}
        One-sided in the direction of the win probability, or two-sided; then the other side is
        left out.

    Notes
    -----
    Phi(abs(P - 1/2) sqrt(12 n1 n0 / (n1 + n0)) - z), the formula of Noether solved for the power:
    the variance under the null stands for the true one.
    """
    _require_win(win_probability, alpha, sides)
    if min(n_1, n_0) < 1:
        raise ValueError("each arm has at least one participant")
    shift = abs(win_probability - 0.5) * math.sqrt(12.0 * n_1 * n_0 / (n_1 + n_0))
    return float(special.ndtr(shift + float(special.ndtri(alpha / sides))))


def find_rank_sample_size(
    win_probability: float, alpha: float, power: float, *, share_1: float = 0.5, sides: int = 2
) -> int:
    """Find the participants of both arms together that the Wilcoxon rank-sum test needs.

    Parameters
    ----------
    win_probability : float
        See :func:`compute_rank_power`; not 1/2.
    alpha, power : float
        Level, and power to reach, in (0, 1).
    share_1 : float
        Share of the participants in the first arm, in (0, 1).
    sides : {1, 2}
        One-sided or two-sided.

    Raises
    ------
    ValueError
        If the probability to win is 1/2, which no size can tell from no effect.

    Notes
    -----
    (z_alpha + z_power)^2 / (12 c (1 - c) (P - 1/2)^2) with share c, rounded up.
    """
    _require_win(win_probability, alpha, sides)
    require_probability(power, "power")
    require_probability(share_1, "share_1")
    if win_probability == 0.5:
        raise ValueError("a win probability of one half is no effect")
    quantiles = float(special.ndtri(power)) - float(special.ndtri(alpha / sides))
    effect = 12.0 * share_1 * (1.0 - share_1) * (win_probability - 0.5) ** 2
    return math.ceil(quantiles**2 / effect)


def _require_win(win_probability: float, alpha: float, sides: int) -> None:
    require_probability(win_probability, "win_probability")
    require_level(alpha)
    if sides not in {1, 2}:
        raise ValueError(f"a test has one side or two, not {sides}")

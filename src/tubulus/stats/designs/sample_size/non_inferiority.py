"""Exact power to show, by the score limit of Miettinen and Nurminen, that an arm is not worse."""

from __future__ import annotations

import numpy as np
from scipy import special

from tubulus.stats.designs.safety.boundary import require_level
from tubulus.stats.designs.sample_size.exact_power import compute_rejection_probability
from tubulus.stats.designs.sample_size.rejection import Tables
from tubulus.stats.methods import Method
from tubulus.stats.two_proportions.miettinen_nurminen import compute_score_variance

__all__ = [
    "METHOD",
    "compute_non_inferiority_level",
    "compute_non_inferiority_power",
    "find_non_inferior_tables",
]

METHOD = Method(
    name="power of non-inferiority",
    gives="probability that the lower Miettinen-Nurminen limit of p1 - p0 exceeds minus a margin",
    limits="the limit is asymptotic: look at the highest exact level beside the power",
    source="Farrington and Manning, Stat Med 1990;9:1447-1454; Miettinen and Nurminen 1985",
)


def find_non_inferior_tables(n_1: int, n_0: int, alpha: float, *, margin: float) -> Tables:
    """Find the tables whose lower limit of p1 - p0 exceeds minus the margin.

    Parameters
    ----------
    n_1, n_0 : int
        Participants of each arm, at least 1.
    alpha : float
        One-sided level in (0, 1); the limit is that of the two-sided level 1 - 2 alpha.
    margin : float
        Loss of response that is still acceptable, in [0, 1); 0 asks for superiority.

    Returns
    -------
    ndarray of bool, shape (n_1 + 1, n_0 + 1)
        By responders in the first and in the second arm.

    Notes
    -----
    The limit exceeds -margin where x1 / n1 - x0 / n0 + margin > z sqrt(V(-margin)), with V the
    variance at the proportions fitted under p1 - p0 = -margin.
    """
    require_level(alpha)
    if min(n_1, n_0) < 1:
        raise ValueError("each arm has at least one participant")
    if not 0.0 <= margin < 1.0:
        raise ValueError(f"a margin lies in [0, 1), not {margin}")
    first, second = np.arange(n_1 + 1.0)[:, None], np.arange(n_0 + 1.0)[None, :]
    variance = compute_score_variance(first, n_1, second, n_0, -margin)
    distance = first / n_1 - second / n_0 + margin
    z = -float(special.ndtri(alpha))
    return np.asarray(distance > z * np.sqrt(variance), dtype=bool)


def compute_non_inferiority_power(
    arms: tuple[int, int], proportions: tuple[float, float], alpha: float, *, margin: float
) -> float:
    """Compute the exact probability to show that the first arm is not worse by the margin.

    Parameters
    ----------
    arms : (int, int)
        Participants of both arms, at least 1.
    proportions : (float, float)
        True response of both arms, in [0, 1].
    alpha, margin : float
        See :func:`find_non_inferior_tables`.
    """
    tables = find_non_inferior_tables(*arms, alpha, margin=margin)
    return compute_rejection_probability(tables, *proportions)


def compute_non_inferiority_level(
    arms: tuple[int, int], alpha: float, *, margin: float, points: int = 201
) -> float:
    """Compute the highest exact level over evenly spaced p0 with p1 = p0 - margin.

    Parameters
    ----------
    arms : (int, int)
        Participants of both arms, at least 1.
    alpha, margin : float
        See :func:`find_non_inferior_tables`.
    points : int
        Values of p0 from ``margin`` to 1, both included, at least 2.

    Returns
    -------
    float
        May exceed ``alpha``, which the score limit keeps on average only.
    """
    tables = find_non_inferior_tables(*arms, alpha, margin=margin)
    second = np.linspace(margin, 1.0, points)
    return max(compute_rejection_probability(tables, float(p - margin), float(p)) for p in second)

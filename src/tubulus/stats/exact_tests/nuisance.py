"""Find the common proportion under which a region of tables is most probable."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from tubulus.stats.missing import Vector

__all__ = ["compute_probability", "maximise", "maximise_rows"]

# Points of the search per participant. A polynomial of degree N in p = sin^2(angle / 2) is a
# trigonometric one of degree N, so between points pi / (16 N) apart it exceeds its value at them
# by a factor below 1 / cos(pi / 32) = 1.005 (Ehlich and Zeller, Math Z 1964;86:41-44): every grid
# maximum within 0.5 % of the highest is refined.
_POINTS_PER_PARTICIPANT = 16
_REFINED_SHARE = 0.995
# A bracket of two grid steps, pi / (8 N) wide, shrinks by 0.618^32 = 2e-7: a trigonometric
# polynomial of degree N then falls short of its maximum by less than 1e-14 of it.
_GOLDEN = (5.0**0.5 - 1.0) / 2.0
_ROUNDS = 32
# P(|S - N pi| > 4.6 sqrt(N)) < 2 exp(-2 * 4.6^2) = 1e-18 (Hoeffding, J Am Stat Assoc 1963;58:13-30)
# for binomial S. No tail exceeds F_observed and the supremum is at least F_observed / (N + 1),
# so that what is left out is below (N + 1) 1e-18 of the p-value.
_REACH = 4.6
# Angles at once: times 2,001 totals, at 1000 + 1000 participants, they take 2 MB.
_CHUNK = 128
# Rows of tails at once: times 6,401 angles, at 200 + 200 participants, they take 26 MB.
_ROWS = 512


def compute_probability(angles: Vector, tails: Vector) -> Vector:
    """Compute the sum of ``tails[s] * Bin(s; N, sin(angle / 2)^2)``, 0 < angle < pi."""
    total = tails.size - 1
    margins = np.arange(total + 1.0)
    log_ways = gammaln(total + 1.0) - gammaln(margins + 1.0) - gammaln(total - margins + 1.0)
    log_odds = 2.0 * np.log(np.sin(angles / 2.0)), 2.0 * np.log(np.cos(angles / 2.0))
    means = total * np.sin(angles / 2.0) ** 2
    reach = _REACH * total**0.5
    probability = np.empty(angles.size)
    for start in range(0, angles.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        near = slice(max(0, int(means[part].min() - reach)), int(means[part].max() + reach) + 2)
        log_share = np.outer(log_odds[0][part], margins[near])
        log_share += np.outer(log_odds[1][part], total - margins[near])
        log_share += log_ways[near]
        probability[part] = np.exp(log_share, out=log_share) @ tails[near]
    return probability


def maximise(tails: Vector) -> float:
    """Return the supremum over pi of the sum of ``tails[s] * Bin(s; N, pi)``."""
    # at pi = 0 and pi = 1 only the tables without and with nothing but events have a probability
    if tails[0] == 1.0:
        return 1.0
    grid = np.linspace(0.0, np.pi, _POINTS_PER_PARTICIPANT * (tails.size - 1) + 1)
    values = np.zeros(grid.size)
    values[1:-1] = compute_probability(grid[1:-1], tails)
    best = float(values.max())
    inner = values[1:-1]
    # of equal neighbours one is enough
    peaks = (inner > values[:-2]) & (inner >= values[2:]) & (inner >= _REFINED_SHARE * best)
    index = np.flatnonzero(peaks)
    refined = _climb(tails, grid[index], grid[index + 2])
    return min(1.0, max(best, float(refined.max(initial=0.0))))


def _climb(tails: Vector, low: Vector, high: Vector) -> Vector:
    """Return the highest probability met by a golden-section search in each bracket."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = compute_probability(left, tails), compute_probability(right, tails)
    for _ in range(_ROUNDS):
        falls = at_left >= at_right
        low, high = np.where(falls, low, left), np.where(falls, right, high)
        kept, at_kept = np.where(falls, left, right), np.where(falls, at_left, at_right)
        tried = low + high - kept
        at_tried = compute_probability(tried, tails)
        left, right = np.where(falls, tried, kept), np.where(falls, kept, tried)
        at_left, at_right = np.where(falls, at_tried, at_kept), np.where(falls, at_kept, at_tried)
    return np.maximum(at_left, at_right)


def maximise_rows(tails: Vector) -> Vector:
    """Return the supremum over pi of the sum of ``tails[:, s] * Bin(s; N, pi)``, row by row.

    Parameters
    ----------
    tails : ndarray, shape (k, N + 1)
        Probability of each of k regions given the total s of events.

    Returns
    -------
    ndarray, shape (k,)
        The same as ``maximise`` of each row, to 1e-12.
    """
    total = tails.shape[1] - 1
    grid = np.linspace(0.0, np.pi, _POINTS_PER_PARTICIPANT * total + 1)
    shares = _compute_shares(grid, total)
    highest = np.empty(tails.shape[0])
    for start in range(0, tails.shape[0], _ROWS):
        part = slice(start, start + _ROWS)
        values = tails[part] @ shares.T
        best = values.max(axis=1)
        inner = values[:, 1:-1]
        peaks = (inner > values[:, :-2]) & (inner >= values[:, 2:])
        row, point = np.nonzero(peaks & (inner >= _REFINED_SHARE * best[:, np.newaxis]))
        np.maximum.at(best, row, _climb_rows(tails[part][row], grid[point], grid[point + 2]))
        highest[part] = np.minimum(1.0, best)
    return highest


def _compute_shares(angles: Vector, total: int) -> Vector:
    """Compute Bin(s; N, sin(angle / 2)^2), a row for each angle, 0 <= angle <= pi."""
    margins = np.arange(total + 1.0)
    log_ways = gammaln(total + 1.0) - gammaln(margins + 1.0) - gammaln(total - margins + 1.0)
    # at both ends the smallest float stands for 0: its powers vanish but for the power 0
    half = angles / 2.0
    log_odds = (2.0 * np.log(np.maximum(part, 1e-300)) for part in (np.sin(half), np.cos(half)))
    events, others = log_odds
    log_share = np.outer(events, margins) + np.outer(others, total - margins) + log_ways
    shares: Vector = np.exp(log_share)
    return shares


def _climb_rows(tails: Vector, low: Vector, high: Vector) -> Vector:
    """Return the highest probability met by a golden-section search, a row for each bracket."""
    total = tails.shape[1] - 1

    def compute(angles: Vector) -> Vector:
        values: Vector = np.einsum("ij,ij->i", tails, _compute_shares(angles, total))
        return values

    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = compute(left), compute(right)
    for _ in range(_ROUNDS):
        falls = at_left >= at_right
        low, high = np.where(falls, low, left), np.where(falls, right, high)
        kept, at_kept = np.where(falls, left, right), np.where(falls, at_left, at_right)
        tried = low + high - kept
        at_tried = compute(tried)
        left, right = np.where(falls, tried, kept), np.where(falls, kept, tried)
        at_left, at_right = np.where(falls, at_tried, at_kept), np.where(falls, at_kept, at_tried)
    return np.maximum(at_left, at_right)

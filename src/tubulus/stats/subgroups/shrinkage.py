"""Subgroup contrasts drawn towards each other by a spread that was fixed in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import Interval, require_confidence

__all__ = ["METHOD", "ShrunkenSubgroups", "compute_shrinkage_curve", "shrink_subgroups"]

METHOD = Method(
    name="shrinkage, fixed tau",
    gives="contrast of each subgroup as a weighted mean of its own and the overall contrast",
    limits="tau is an assumption about how far true contrasts differ, to be fixed in advance",
    source="Jones, Ohlssen, Neuenschwander, Racine and Branson, Clin Trials 2011;8:129-143",
)

_NO_ESTIMATE = "the subgroup has no contrast with a standard error"


@dataclass(frozen=True, slots=True)
class ShrunkenSubgroups:
    """Subgroup contrasts shrunken with one spread.

    Parameters
    ----------
    tau : float
        Standard deviation of true contrasts between subgroups, on the scale of the contrasts.
    overall : Interval
        Mean of the true contrasts.
    subgroups : tuple of Interval
        Shrunken contrasts in the order given; not estimable where a subgroup has no contrast.
    own_weights : tuple of float or None
        Weight of each subgroup's own contrast in [0, 1]; the overall one has the rest.
    """

    tau: float
    overall: Interval
    subgroups: tuple[Interval, ...]
    own_weights: tuple[float | None, ...]


def shrink_subgroups(
    estimates: Sequence[float | None],
    errors: Sequence[float | None],
    tau: float,
    *,
    confidence: float = 0.95,
) -> ShrunkenSubgroups:
    """Shrink the contrasts of subgroups towards their common mean.

    Parameters
    ----------
    estimates, errors : sequence of float or None
        Contrast and standard error of each subgroup, ratios as logs; None where there is none.
    tau : float
        Standard deviation of true contrasts, at least 0; 0 pools them, a large one leaves each.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ShrunkenSubgroups
        With one subgroup its own contrast; with none nothing is estimable.

    Raises
    ------
    ValueError
        If lengths differ, tau is negative or an error is not above 0.

    Notes
    -----
    y_i ~ N(t_i, s_i^2), t_i ~ N(m, tau^2), m flat: with B_i = s_i^2 / (s_i^2 + tau^2) and
    m^ = sum y_i / (s_i^2 + tau^2) / sum 1 / (s_i^2 + tau^2), of variance v,
    t_i^ = B_i m^ + (1 - B_i) y_i with variance B_i tau^2 + B_i^2 v. Limits are normal: s_i and tau
    count as known.
    """
    require_confidence(confidence)
    present, y, s = _read(estimates, errors, tau)
    if y.size == 0:
        nothing = Interval(None, None, None, confidence, METHOD.name, _NO_ESTIMATE)
        return ShrunkenSubgroups(tau, nothing, (nothing,) * len(present), (None,) * len(present))
    total = s**2 + tau**2
    # both shares by themselves: 1 minus the other loses digits where tau is wide
    own, borrowed = tau**2 / total, s**2 / total
    variance = 1.0 / float(np.sum(1.0 / total))
    mean = variance * float(np.sum(y / total))
    values = borrowed * mean + own * y
    spreads = np.sqrt(borrowed * tau**2 + borrowed**2 * variance)
    shrunken = iter(zip(values, spreads, own, strict=True))
    subgroups: list[Interval] = []
    weights: list[float | None] = []
    for there in present:
        if there:
            value, spread, weight = next(shrunken)
            subgroups.append(_make_interval(float(value), float(spread), confidence))
            weights.append(float(weight))
        else:
            subgroups.append(Interval(None, None, None, confidence, METHOD.name, _NO_ESTIMATE))
            weights.append(None)
    overall = _make_interval(mean, float(np.sqrt(variance)), confidence)
    return ShrunkenSubgroups(tau, overall, tuple(subgroups), tuple(weights))


def compute_shrinkage_curve(
    estimates: Sequence[float | None],
    errors: Sequence[float | None],
    taus: Sequence[float] = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
    *,
    confidence: float = 0.95,
) -> tuple[ShrunkenSubgroups, ...]:
    """Shrink the contrasts of subgroups with several spreads, to show what tau decides.

    Parameters
    ----------
    taus : sequence of float
        Spreads; the others are those of :func:`shrink_subgroups`.
    """
    return tuple(shrink_subgroups(estimates, errors, tau, confidence=confidence) for tau in taus)


def _read(
    estimates: Sequence[float | None], errors: Sequence[float | None], tau: float
) -> tuple[list[bool], Vector, Vector]:
    if len(estimates) != len(errors):
        raise ValueError(f"{len(estimates)} contrasts need as many errors, got {len(errors)}")
    if not 0.0 <= tau < np.inf:
        raise ValueError(f"tau is a standard deviation, at least 0, not {tau}")
    present = [
        value is not None and error is not None
        for value, error in zip(estimates, errors, strict=True)
    ]
    y = np.array([v for v, there in zip(estimates, present, strict=True) if there], np.float64)
    s = np.array([e for e, there in zip(errors, present, strict=True) if there], np.float64)
    if not (np.isfinite(y).all() and np.isfinite(s).all() and (s > 0.0).all()):
        raise ValueError("contrasts are finite and their standard errors above 0; None for none")
    return present, y, s


def _make_interval(value: float, spread: float, confidence: float) -> Interval:
    half = float(special.ndtri(0.5 + confidence / 2.0)) * spread
    return Interval(value, value - half, value + half, confidence, METHOD.name)

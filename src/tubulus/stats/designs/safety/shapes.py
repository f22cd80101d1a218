"""How a boundary weighs events at one look against those at another."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy import special

from tubulus.stats.missing import Vector

__all__ = ["BoundaryShape", "compute_evidence", "compute_upper_tail"]

BoundaryShape = Literal["Pocock", "O'Brien-Fleming", "SPRT"]


def compute_evidence(shape: BoundaryShape, n: int, p_0: float, p_1: float | None) -> Vector:
    """Compute the evidence against p0 that each number of events is, shape (n + 1,).

    Raises
    ------
    ValueError
        If the shape is unknown, or p_1 is missing where it is needed or given where it is not.

    Notes
    -----
    Evidence rises with the events, and a boundary stops at more than one value at every look.
    Pocock: minus the log of P(S >= s | n, p0). O'Brien-Fleming: s - n p0. SPRT: log likelihood
    ratio s log(p1 / p0) + (n - s) log((1 - p1) / (1 - p0)).
    """
    try:
        kernel = _KERNELS[shape]
    except KeyError:
        raise ValueError(f"a boundary is one of {', '.join(_KERNELS)}, not {shape}") from None
    return kernel(n, p_0, p_1)


def compute_upper_tail(n: int, probability: float) -> Vector:
    """Compute P(S >= s) for s = 0 to n, shape (n + 1,)."""
    events = np.arange(1.0, n + 1.0)
    return np.concatenate(([1.0], special.betainc(events, n - events + 1.0, probability)))


def _weigh_p_values(n: int, p_0: float, p_1: float | None) -> Vector:
    if p_1 is not None:
        raise ValueError("only the SPRT boundary takes p_1")
    # a p-value below the smallest float counts as that; it is beyond any level
    evidence: Vector = -np.log(np.maximum(compute_upper_tail(n, p_0), np.finfo(float).tiny))
    return evidence


def _weigh_excess(n: int, p_0: float, p_1: float | None) -> Vector:
    if p_1 is not None:
        raise ValueError("only the SPRT boundary takes p_1")
    return np.arange(n + 1.0) - n * p_0


def _weigh_likelihoods(n: int, p_0: float, p_1: float | None) -> Vector:
    if p_1 is None or not p_0 < p_1 < 1.0:
        raise ValueError("the SPRT boundary needs a p_1 between p_0 and 1")
    events = np.arange(n + 1.0)
    return events * math.log(p_1 / p_0) + (n - events) * math.log((1.0 - p_1) / (1.0 - p_0))


_KERNELS: dict[str, Callable[[int, float, float | None], Vector]] = {
    "Pocock": _weigh_p_values,
    "O'Brien-Fleming": _weigh_excess,
    "SPRT": _weigh_likelihoods,
}

"""How much of alpha is spent by which share of the information."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from scipy import special

__all__ = ["Spending", "compute_spent_alpha"]

Spending = Literal["O'Brien-Fleming", "Pocock"]


def compute_spent_alpha(fraction: float, alpha: float, spending: Spending) -> float:
    """Compute the alpha of one side that is spent at a fraction of the information.

    Parameters
    ----------
    fraction : float
        Share of the planned information, in (0, 1].
    alpha : float
        Alpha of one side, in (0, 1).
    spending : {"O'Brien-Fleming", 'Pocock'}
        Function that resembles the classical boundary of that name.

    Notes
    -----
    O'Brien-Fleming: 2 (1 - Phi(z / sqrt(t))) with z the upper alpha / 2 quantile; Pocock:
    alpha log(1 + (e - 1) t) (Lan and DeMets, Biometrika 1983;70:659-663).
    """
    try:
        return _FUNCTIONS[spending](fraction, alpha)
    except KeyError:
        raise ValueError(f"spending is one of {', '.join(_FUNCTIONS)}, not {spending}") from None


def _spend_late(fraction: float, alpha: float) -> float:
    quantile = -float(special.ndtri(alpha / 2.0))
    return 2.0 * float(special.ndtr(-quantile / math.sqrt(fraction)))


def _spend_evenly(fraction: float, alpha: float) -> float:
    return alpha * math.log1p((math.e - 1.0) * fraction)


_FUNCTIONS: dict[str, Callable[[float, float], float]] = {
    "O'Brien-Fleming": _spend_late,
    "Pocock": _spend_evenly,
}

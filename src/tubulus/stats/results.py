"""The three shapes of a number: alone, with limits, and a p-value.

A part that does not exist is None and the reason says why; NaN never leaves the room. One number
may be infinite: the upper limit of a ratio, where the data bound it from below alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

__all__ = ["Alternative", "HypothesisTest", "Interval", "State", "Statistic", "require_confidence"]

State = Literal["estimated", "not estimable"]
Alternative = Literal["two-sided", "greater", "less"]


def require_confidence(confidence: float) -> None:
    """Refuse a confidence level outside (0, 1).

    Raises
    ------
    ValueError
        If the level is not strictly between 0 and 1, for instance because it was given in percent.
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie strictly between 0 and 1, not {confidence}")


def _require_reason(parts: tuple[float | None, ...], reason: str) -> None:
    if any(part is not None and not math.isfinite(part) for part in parts):
        raise ValueError("a result holds finite numbers; say with a reason what is undefined")
    if any(part is None for part in parts) != bool(reason):
        raise ValueError("a reason stands beside a part that is undefined, and only there")


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number without limits.

    Parameters
    ----------
    value : float or None
        The number; None where it is not estimable.
    method : str
        Name of the method.
    reason : str
        Why there is no number; empty where there is one.
    """

    value: float | None
    method: str
    reason: str = ""

    def __post_init__(self) -> None:
        """Hold number and reason together."""
        _require_reason((self.value,), self.reason)

    @property
    def state(self) -> State:
        """Whether there is a number."""
        return "not estimable" if self.value is None else "estimated"


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its confidence limits.

    Parameters
    ----------
    estimate : float or None
        The point estimate; None where it is not estimable.
    low, high : float or None
        Both limits, or both None where no interval exists although an estimate may. The upper
        limit may be infinite; then there may be limits without an estimate, as of a ratio whose
        denominator has no event: it has no value, but values below ``low`` are excluded.
    confidence : float
        Confidence level in (0, 1).
    method : str
        Name of the method.
    reason : str
        Why a part is None; empty where nothing is.
    """

    estimate: float | None
    low: float | None
    high: float | None
    confidence: float
    method: str
    reason: str = ""

    def __post_init__(self) -> None:
        """Hold numbers, limits and reason together."""
        require_confidence(self.confidence)
        unbounded = self.high == math.inf
        finite = (self.estimate, self.low) if unbounded else (self.estimate, self.low, self.high)
        _require_reason(finite, self.reason)
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has both limits or none")
        if self.estimate is None and self.low is not None and not unbounded:
            raise ValueError("finite limits need an estimate")

    @property
    def state(self) -> State:
        """Whether there is an estimate; an estimate without limits counts as estimated."""
        return "not estimable" if self.estimate is None else "estimated"

    @property
    def has_limits(self) -> bool:
        """Whether there are confidence limits."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class HypothesisTest:
    """A p-value with the test that gave it.

    Parameters
    ----------
    p_value : float or None
        The p-value in [0, 1]; None where it is not estimable.
    method : str
        Name of the test.
    alternative : {'two-sided', 'greater', 'less'}
        Direction; ``greater`` means greater in the first arm.
    reason : str
        Why there is no p-value; empty where there is one.
    """

    p_value: float | None
    method: str
    alternative: Alternative = "two-sided"
    reason: str = ""

    def __post_init__(self) -> None:
        """Hold p-value and reason together."""
        _require_reason((self.p_value,), self.reason)
        if self.p_value is not None and not 0.0 <= self.p_value <= 1.0:
            raise ValueError(f"a p-value lies in [0, 1], not {self.p_value}")

    @property
    def state(self) -> State:
        """Whether there is a p-value."""
        return "not estimable" if self.p_value is None else "estimated"

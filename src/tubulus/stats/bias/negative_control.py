"""Negative-control outcome: a contrast that treatment cannot cause, and what bias it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from tubulus.stats.linear.ancova import AncovaResult, estimate_ancova
from tubulus.stats.methods import Method
from tubulus.stats.results import Interval

__all__ = ["METHOD", "NegativeControl", "Reading", "estimate_negative_control"]

METHOD = Method(
    name="negative-control outcome",
    gives="the adjusted contrast of an outcome that treatment cannot change",
    limits="shows bias only of the kind that this outcome shares; silence proves nothing",
    source="Lipsitch et al, Epidemiology 2010;21:383-388",
)

Reading = Literal["bias indicated", "bias beyond the margin unlikely", "inconclusive"]

_SENTENCES: dict[Reading, str] = {
    "bias indicated": (
        "Arms differ in an outcome that treatment cannot change: confounding, selection or "
        "measurement that the model does not remove, or chance, which alone leads to this as often "
        "as limits miss the truth; the main contrast need not share its size."
    ),
    "bias beyond the margin unlikely": (
        "Limits lie within the margin: bias of the kind that this outcome shares is smaller; bias "
        "of another kind is not seen here."
    ),
    "inconclusive": (
        "Limits hold no difference but also differences that would matter: bias is neither shown "
        "nor excluded."
    ),
}


@dataclass(frozen=True, slots=True)
class NegativeControl:
    """Contrast of a negative-control outcome with its reading.

    Parameters
    ----------
    result : AncovaResult
        First arm minus comparator, by the model of the main contrast.
    margin : float or None
        Difference below which bias would not matter, fixed in advance; None where none was.
    reading : {'bias indicated', 'bias beyond the margin unlikely', 'inconclusive'}
        What the limits say.
    sentence : str
        The reading in words, with what it cannot say.
    """

    result: AncovaResult
    margin: float | None
    reading: Reading
    sentence: str


def estimate_negative_control(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    margin: float | None = None,
    confidence: float = 0.95,
) -> NegativeControl:
    """Estimate the contrast of an outcome that treatment cannot change.

    Parameters
    ----------
    outcome, arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`; covariates those of the main
        contrast.
    margin : float, optional
        Difference, in the unit of the outcome and above 0, below which bias would not matter.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    NegativeControl
        Inconclusive where the contrast has no limits.

    Raises
    ------
    ValueError
        If the margin is not above 0, or as in ``estimate_ancova``.
    """
    if margin is not None and not margin > 0.0:
        raise ValueError(f"a margin lies above 0, not {margin}")
    result = estimate_ancova(outcome, arm, covariates, confidence=confidence)
    reading = _read_limits(result.contrast, margin)
    return NegativeControl(result, margin, reading, _SENTENCES[reading])


def _read_limits(contrast: Interval, margin: float | None) -> Reading:
    if contrast.low is None or contrast.high is None:
        return "inconclusive"
    if contrast.low > 0.0 or contrast.high < 0.0:
        return "bias indicated"
    if margin is not None and -margin < contrast.low and contrast.high < margin:
        return "bias beyond the margin unlikely"
    return "inconclusive"

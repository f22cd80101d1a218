"""Many tests at once: adjusted p-values of Holm, of Hochberg, of Benjamini and Hochberg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest

__all__ = [
    "BENJAMINI_HOCHBERG",
    "HOCHBERG",
    "HOLM",
    "AdjustedTests",
    "compute_benjamini_hochberg",
    "compute_hochberg",
    "compute_holm",
]

Order = NDArray[np.intp]

HOLM = Method(
    name="Holm",
    gives="adjusted p-values that control the chance of any false rejection",
    limits="the family must be fixed in advance; a missing test still counts in it",
    source="Holm, Scand J Stat 1979;6:65-70",
)
HOCHBERG = Method(
    name="Hochberg",
    gives="adjusted p-values that control the chance of any false rejection, never above Holm's",
    limits="for independent or positively dependent tests; the family must be fixed in advance",
    source="Hochberg, Biometrika 1988;75:800-802",
)
BENJAMINI_HOCHBERG = Method(
    name="Benjamini-Hochberg",
    gives="adjusted p-values that control the expected share of false rejections",
    limits="for independent or positively dependent tests; single rejections are not protected",
    source="Benjamini and Hochberg, J R Stat Soc B 1995;57:289-300",
)


@dataclass(frozen=True, slots=True)
class AdjustedTests:
    """Adjusted p-values of a family of tests.

    Parameters
    ----------
    tests : tuple of HypothesisTest
        In the order given; not estimable where the test gave no p-value.
    family_size : int
        Number of tests adjusted for.
    """

    tests: tuple[HypothesisTest, ...]
    family_size: int


def compute_holm(p_values: Sequence[float | None]) -> AdjustedTests:
    """Compute Holm's adjusted p-values.

    Parameters
    ----------
    p_values : sequence of float or None
        The family in any order; None where a test gave no p-value.

    Returns
    -------
    AdjustedTests
        A test without p-value stays without one and counts in the family as if its p were 1,
        since leaving it out would favour the others.

    Notes
    -----
    Ascending p_(1) ... p_(m): adjusted max over j <= i of (m - j + 1) p_(j), at most 1.
    """
    ascending, order = _sort(p_values)
    size = ascending.size
    steps = np.maximum.accumulate(ascending * np.arange(size, 0, -1)) if size else ascending
    return _restore(p_values, steps, order, HOLM.name)


def compute_hochberg(p_values: Sequence[float | None]) -> AdjustedTests:
    """Compute Hochberg's adjusted p-values.

    Parameters
    ----------
    p_values : sequence of float or None
        The family in any order; None where a test gave no p-value.

    Returns
    -------
    AdjustedTests
        A test without p-value stays without one and counts in the family as if its p were 1.

    Notes
    -----
    Ascending p_(1) ... p_(m): adjusted min over j >= i of (m - j + 1) p_(j), at most 1.
    """
    ascending, order = _sort(p_values)
    scaled = ascending * np.arange(ascending.size, 0, -1)
    steps = np.minimum.accumulate(scaled[::-1])[::-1] if scaled.size else scaled
    return _restore(p_values, steps, order, HOCHBERG.name)


def compute_benjamini_hochberg(p_values: Sequence[float | None]) -> AdjustedTests:
    """Compute the adjusted p-values of Benjamini and Hochberg.

    Parameters
    ----------
    p_values : sequence of float or None
        The family in any order; None where a test gave no p-value.

    Returns
    -------
    AdjustedTests
        A test without p-value stays without one and counts in the family as if its p were 1.

    Notes
    -----
    Ascending p_(1) ... p_(m): adjusted min over j >= i of (m / j) p_(j), at most 1.
    """
    ascending, order = _sort(p_values)
    size = ascending.size
    scaled = ascending * size / np.arange(1, size + 1)
    steps = np.minimum.accumulate(scaled[::-1])[::-1] if size else scaled
    return _restore(p_values, steps, order, BENJAMINI_HOCHBERG.name)


def _sort(p_values: Sequence[float | None]) -> tuple[Vector, Order]:
    filled = np.array([1.0 if p is None else p for p in p_values], dtype=np.float64)
    if not ((filled >= 0.0) & (filled <= 1.0)).all():
        raise ValueError("p-values lie in [0, 1]; a test without one is None")
    order = np.argsort(filled, kind="stable")
    return filled[order], order


def _restore(
    p_values: Sequence[float | None], steps: Vector, order: Order, method: str
) -> AdjustedTests:
    adjusted = np.empty(steps.size)
    adjusted[order] = np.minimum(steps, 1.0)
    tests = tuple(
        HypothesisTest(None, method, reason="the test gave no p-value")
        if given is None
        else HypothesisTest(float(value), method)
        for given, value in zip(p_values, adjusted, strict=True)
    )
    return AdjustedTests(tests, len(p_values))

"""Semen arithmetic: what follows from volume, concentration and motility of one ejaculate."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tubulus.study.records.participants import Entry
from tubulus.study.records.values import ValueState

__all__ = [
    "SpermFinding",
    "compute_motility_sum",
    "compute_total",
    "derive_sperm_finding",
]

Vector = NDArray[np.float64]


def compute_total(volume_ml: Vector, million_per_ml: Vector) -> Vector:
    """Compute the total number of sperm in each ejaculate.

    Parameters
    ----------
    volume_ml : ndarray, shape (n,)
        Ejaculate volume, in mL. NaN where it was not measured.
    million_per_ml : ndarray, shape (n,)
        Sperm concentration, in millions per mL. NaN where it was not counted.

    Returns
    -------
    ndarray, shape (n,)
        Millions per ejaculate; NaN where an input is NaN.
    """
    return np.asarray(volume_ml * million_per_ml, dtype=np.float64)


def compute_motility_sum(progressive: Vector, non_progressive: Vector, immotile: Vector) -> Vector:
    """Add the three classes of motility, in percent, shape (n,); NaN where one is NaN."""
    return np.asarray(progressive + non_progressive + immotile, dtype=np.float64)


class SpermFinding(StrEnum):
    """What was seen in one ejaculate."""

    NONE = "none"
    SINGLE = "single"
    COUNTED = "counted"
    UNKNOWN = "unknown"


def derive_sperm_finding(entry: Entry) -> SpermFinding:
    """Tell whether sperm were seen in the ejaculate of a semen form.

    The item ``sperm_seen`` decides; where it is not known, the concentration does: zero is none,
    "seen, not quantifiable" is single spermatozoa, a number is counted.

    Notes
    -----
    A concentration below the limit of the method does not tell whether sperm were seen, and an
    ejaculate without a statement is unknown, never azoospermic.
    """
    seen = entry.get("sperm_seen")
    if seen.is_known and seen.text in set(SpermFinding):
        return SpermFinding(seen.text)
    concentration = entry.get("concentration")
    if concentration.state is ValueState.NOT_QUANTIFIABLE:
        return SpermFinding.SINGLE
    if concentration.is_known and concentration.number is not None:
        return SpermFinding.COUNTED if concentration.number > 0 else SpermFinding.NONE
    return SpermFinding.UNKNOWN

"""Over whom an effect is averaged."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["Target", "select_target"]

Target = Literal["ATE", "ATT", "ATU"]
"""Effect averaged over all participants, over the first arm or over the comparator."""


def select_target(arm: Vector, target: Target) -> NDArray[np.bool_]:
    """Say who belongs to those over whom the effect is averaged.

    Raises
    ------
    ValueError
        If the target has another name.
    """
    if target == "ATE":
        return np.ones(arm.size, dtype=np.bool_)
    if target == "ATT":
        return np.asarray(arm == 1.0)
    if target == "ATU":
        return np.asarray(arm == 0.0)
    raise ValueError(f"the target is ATE, ATT or ATU, not {target}")

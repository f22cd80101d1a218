"""Which subgroup each participant belongs to."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["read_levels"]


def read_levels(
    subgroup: Iterable[object], size: int, levels: Iterable[object] | None
) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Read the subgroup of each participant as a place among the levels.

    Parameters
    ----------
    subgroup : iterable of hashable
        Subgroups, None or NaN where missing.
    size : int
        Participants expected.
    levels : iterable of hashable, optional
        Planned levels in order; by default those present, sorted by name.

    Returns
    -------
    names : tuple of str
        The levels as text.
    place : ndarray of int, shape (n,)
        Place of each participant's level, -1 where missing.

    Raises
    ------
    ValueError
        If the number of participants differs, a level is given twice or a subgroup is no level.
    """
    values = subgroup.tolist() if isinstance(subgroup, np.ndarray) else list(subgroup)
    if len(values) != size:
        raise ValueError(f"subgroup needs one value a participant, got {len(values)} for {size}")
    # NaN is the one value that differs from itself
    present = {value for value in values if value is not None and value == value}  # noqa: PLR0124
    chosen = sorted(present, key=str) if levels is None else list(levels)
    places = {level: place for place, level in enumerate(chosen)}
    if len(places) != len(chosen):
        raise ValueError("a subgroup level is given twice")
    unknown = sorted(str(value) for value in present - places.keys())
    if unknown:
        raise ValueError(f"subgroups that are none of the levels: {', '.join(unknown)}")
    place = [places[value] if value in present else -1 for value in values]
    return tuple(str(level) for level in chosen), np.array(place, dtype=np.intp)

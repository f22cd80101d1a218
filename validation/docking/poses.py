"""Poses of a search, kept so that another ranking is tried in seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from tubulus.dock.search.poses import PoseTable

FIELDS = ("mobile_centre", "rotations", "positions", "scores")


def keep_poses(
    path: Path, search: Callable[[], tuple[PoseTable, float]]
) -> tuple[PoseTable, float]:
    """Read poses and the CPU seconds of their search, or search and keep them."""
    if not path.exists():
        table, spent = search()
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half.npz")
        np.savez(half, cpu=spent, **{name: getattr(table, name) for name in FIELDS})
        half.replace(path)
    with np.load(path) as kept:
        return PoseTable("fixed", "mobile", *(kept[name] for name in FIELDS)), float(kept["cpu"])

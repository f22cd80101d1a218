"""Poses of a search, kept so that another ranking is tried in seconds.

The hashes of both structures stand beside the poses: those of other atoms are not taken for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from tubulus.dock.search.poses import PoseTable
from tubulus.dock.structures.identity import compute_structure_hash
from tubulus.dock.structures.structure import Structure

FIELDS = ("mobile_centre", "rotations", "positions", "scores")

Pair = tuple[Structure, Structure]


def keep_poses(
    path: Path, pair: Pair, search: Callable[[], tuple[PoseTable, float]]
) -> tuple[PoseTable, float]:
    """Read poses and the CPU seconds of their search, or search and keep them."""
    kept = read_kept(path, pair)
    if kept is None:
        write_poses(path, pair, *search())
        kept = read_kept(path, pair)
        assert kept is not None
    return kept


def write_poses(path: Path, pair: Pair, table: PoseTable, spent: float) -> None:
    """Write poses whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half.npz")
    fields = {name: getattr(table, name) for name in FIELDS}
    np.savez_compressed(half, cpu=spent, structures=_hash_pair(pair), **fields)
    half.replace(path)


def read_kept(path: Path, pair: Pair) -> tuple[PoseTable, float] | None:
    """Read poses and CPU seconds; None where there are none, or they are of other structures."""
    if not path.exists():
        return None
    with np.load(path) as kept:
        if "structures" not in kept or kept["structures"].tolist() != _hash_pair(pair):
            return None
        table = PoseTable(pair[0].name, pair[1].name, *(kept[name] for name in FIELDS))
        return table, float(kept["cpu"])


def _hash_pair(pair: Pair) -> list[str]:
    return [compute_structure_hash(structure) for structure in pair]

"""MEGADOCK on the same pairs, where the reader has built it: its score of a pair."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from docking.megadock import run_megadock

from .cases import Crossing
from .scores import compute_list_z
from .searching import OUT

PER_ROTATION = 3


def measure_missing(crossing: Crossing, binary: Path, tell: Callable[[str], None]) -> None:
    """Dock the pairs that are not kept yet, as the documentation of `ppiscore` shows it."""
    n = len(crossing.names)
    for i, j in np.ndindex(n, n):
        place = _find(crossing, i, j)
        if place.exists():
            continue
        partners = crossing.fixed.structures[i], crossing.mobile.structures[j]
        spent, (_, _, scores) = run_megadock(binary, *partners, per_rotation=PER_ROTATION)
        place.parent.mkdir(parents=True, exist_ok=True)
        told = {"best": float(scores.max()), "z": compute_list_z(scores), "n": scores.size}
        half = place.with_suffix(".half")
        half.write_text(json.dumps(told | {"cpu_s": spent}))
        half.replace(place)
        tell(f"MEGADOCK: {i * n + j + 1} of {n * n} pairs")


def read_matrices(crossing: Crossing) -> dict[str, np.ndarray]:
    """Read its best score and its z of each kept pair; empty where nothing is kept."""
    n = len(crossing.names)
    found: dict[str, np.ndarray] = {}
    for i, j in np.ndindex(n, n):
        place = _find(crossing, i, j)
        if place.exists():
            kept = json.loads(place.read_text())
            for key, name in (("best", "MEGADOCK best score"), ("z", "MEGADOCK z-score")):
                found.setdefault(name, np.full((n, n), np.nan))[i, j] = kept[key]
    return found


def _find(crossing: Crossing, i: int, j: int) -> Path:
    return OUT / "megadock" / f"{crossing.names[i]}--{crossing.names[j]}.json"

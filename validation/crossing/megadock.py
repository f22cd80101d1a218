"""MEGADOCK on the same pairs, where the reader has built it: its score of a pair."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from docking.megadock import run_megadock

from .cases import Crossing
from .scores import compute_list_z
from .searching import OUT

PER_ROTATION = 3
SCORES = {"MEGADOCK best score": "best", "MEGADOCK z-score": "z"}


def measure_missing(
    crossing: Crossing, binary: Path, tell: Callable[[str], None], *, diagonals: int | None = None
) -> None:
    """Dock the pairs that are not kept yet, as the documentation of `ppiscore` shows it.

    It goes by diagonals, the true pairs first, so that a part of the work holds as many pairs of
    each partner; `diagonals` says how many are enough.
    """
    n = len(crossing.names)
    for done, (i, j) in enumerate(_walk_diagonals(n, n if diagonals is None else diagonals), 1):
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
        tell(f"MEGADOCK: {done} of {n * n} pairs")


def read_matrices(crossing: Crossing) -> dict[str, np.ndarray]:
    """Read its best score and its z of each kept pair of whole diagonals; empty without any."""
    measured = find_measured(crossing)
    if not measured.any():
        return {}
    found = {name: np.full(measured.shape, np.nan) for name in SCORES}
    for i, j in np.argwhere(measured).tolist():
        kept = json.loads(_find(crossing, i, j).read_text())
        for name, key in SCORES.items():
            found[name][i, j] = kept[key]
    return found


def find_measured(crossing: Crossing) -> np.ndarray:
    """Tell which pairs stand on diagonals that are kept whole, shape (n, n)."""
    n = len(crossing.names)
    measured = np.zeros((n, n), dtype=bool)
    for k in range(n):
        diagonal = [(i, (i + k) % n) for i in range(n)]
        if all(_find(crossing, i, j).exists() for i, j in diagonal):
            measured[tuple(np.transpose(diagonal))] = True
    return measured


def _walk_diagonals(n: int, count: int) -> Iterator[tuple[int, int]]:
    for k in range(min(count, n)):
        for i in range(n):
            yield i, (i + k) % n


def _find(crossing: Crossing, i: int, j: int) -> Path:
    return OUT / "megadock" / f"{crossing.names[i]}--{crossing.names[j]}.json"

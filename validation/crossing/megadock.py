"""MEGADOCK on the same pairs, where the reader has built it: its score of a pair."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.writing import render_pdb

from .cases import Crossing
from .scores import compute_list_z
from .searching import OUT

PER_ROTATION, POSES = 3, 10_800


def measure_missing(crossing: Crossing, binary: Path, tell: Callable[[str], None]) -> None:
    """Dock the pairs that are not kept yet, as the documentation of `ppiscore` shows it."""
    n = len(crossing.names)
    for i, j in np.ndindex(n, n):
        place = _find(crossing, i, j)
        if place.exists():
            continue
        scores = _dock(binary, crossing.fixed.structures[i], crossing.mobile.structures[j])
        place.parent.mkdir(parents=True, exist_ok=True)
        kept = {"best": float(scores.max()), "z": compute_list_z(scores), "n": scores.size}
        half = place.with_suffix(".half")
        half.write_text(json.dumps(kept))
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


def _dock(binary: Path, fixed: Structure, mobile: Structure) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        for name, structure in (("r", fixed), ("l", mobile)):
            lines = render_pdb(structure).splitlines()
            # it stops at lines shorter than 80 columns
            text = "".join(f"{line:<80}\n" for line in lines if line[:4] in ("ATOM", "HETA"))
            (Path(folder) / f"{name}.pdb").write_text(text)
        asked = ["-R", "r.pdb", "-L", "l.pdb", "-o", "out"]
        asked += ["-t", str(PER_ROTATION), "-N", str(POSES)]
        subprocess.run(
            [binary.resolve(), *asked],
            cwd=folder,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        lines = (Path(folder) / "out").read_text().splitlines()[4:]
    return np.array([float(line.split()[6]) for line in lines if line.strip()])

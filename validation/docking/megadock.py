"""Run MEGADOCK where the reader has built it, and read its poses; nothing of it is shipped."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.writing import render_pdb

from .cases import Case

Poses = tuple[np.ndarray, np.ndarray, np.ndarray]
ROTATIONS = 3_600
KEPT = Path(__file__).parents[2] / "build/validation/docking/megadock"


def keep_megadock(binary: Path | None, case: Case) -> tuple[float, Poses] | None:
    """Read the poses and CPU seconds of an earlier run, or run and keep them; None without both."""
    path = KEPT / f"{case.name}.npz"
    if not path.exists():
        if binary is None:
            return None
        keep_poses_of(case.name, *run_megadock(binary, case.receptor, case.ligand))
    with np.load(path) as kept:
        poses = tuple(kept[name] for name in ("matrices", "translations", "scores"))
        return float(kept["cpu"]), poses


def keep_poses_of(name: str, spent: float, poses: Poses) -> None:
    """Keep what a run gave, so that hours of it are not spent twice."""
    KEPT.mkdir(parents=True, exist_ok=True)
    half = KEPT / f"{name}.half.npz"
    named = dict(zip(("matrices", "translations", "scores"), poses, strict=True))
    np.savez(half, cpu=spent, **named)
    half.replace(KEPT / f"{name}.npz")


def run_megadock(
    binary: Path, receptor: Structure, ligand: Structure, *, per_rotation: int = 1
) -> tuple[float, Poses]:
    """Dock on one thread; CPU seconds, and matrices, translations, scores of all its poses.

    MEGADOCK keeps one pose a rotation unless it is asked for more.
    """
    kept = ["-t", str(per_rotation), "-N", str(ROTATIONS * per_rotation)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, structure in (("r", receptor), ("l", ligand)):
            (place / f"{name}.pdb").write_text(_write_protein(structure))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [binary.resolve(), "-R", "r.pdb", "-L", "l.pdb", "-o", "out", *kept],
            cwd=folder,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        poses = _read_poses((place / "out").read_text())
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, poses


def _write_protein(structure: Structure) -> str:
    """Write the lines padded to 80 columns: MEGADOCK stops at shorter ones."""
    text = render_pdb(structure)
    return "".join(f"{line:<80}\n" for line in text.splitlines() if line[:4] in ("ATOM", "HETA"))


def _read_poses(text: str) -> Poses:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    points, spacing = int(lines[0][0]), float(lines[0][1])
    first = Rotation.from_euler("ZXZ", [float(v) for v in lines[1][:3]]).as_matrix()
    receptor, ligand = (np.array([float(v) for v in lines[k][-3:]]) for k in (2, 3))
    rows = np.array([[float(v) for v in line[:7]] for line in lines[4:]])
    matrices = Rotation.from_euler("ZXZ", rows[:, :3]).as_matrix() @ first
    steps = np.where(rows[:, 3:6] >= points / 2, rows[:, 3:6] - points, rows[:, 3:6])
    translations = receptor - steps * spacing - matrices @ ligand
    return matrices, translations, rows[:, 6]

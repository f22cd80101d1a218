"""Write tests/golden/dock/dockq_poses.csv with the DockQ package.

Run in an environment that has DockQ 2.1.3: python validation/peers/dockq_poses.py
Needs the development cases of Docking Benchmark 5 in ../shared/bm5.
"""

from __future__ import annotations

import csv
import gzip
import io
from importlib.metadata import version
from pathlib import Path

import numpy as np
from DockQ import DockQ
from DockQ.parsers import PDBParser

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared/bm5"
PATH = ROOT / "tests/golden/dock/dockq_poses.csv"
SEED = 20261122
N_CASES, N_POSES = 10, 10
COLUMNS = (
    "case",
    *(f"r{i}{j}" for i in range(3) for j in range(3)),
    *("tx", "ty", "tz"),
    *("DockQ", "fnat", "fnonnat", "iRMSD", "LRMSD", "nat_total", "model_total", "clashes"),
)


def read_text(case: str, part: str) -> str:
    """Return a partner with selenomethionine as methionine, which DockQ would leave out."""
    text = gzip.decompress((CASES / f"pdb/{case}_{part}.pdb.gz").read_bytes()).decode()
    lines = []
    for read in text.splitlines():
        line = read
        if line[17:20] == "MSE":
            line = "ATOM  " + line[6:17].replace("SE  ", " SD ") + "MET" + line[20:]
        if line.startswith("ATOM"):
            lines.append(line)
    return "\n".join(lines) + "\n"


def load(text: str) -> object:
    """Return the model of a structure given as text."""
    return PDBParser(QUIET=True).get_structure(
        "-", io.StringIO(text), chains=[], parse_hetatms=False, model_number=0
    )


def clear_caches() -> None:
    """Make DockQ forget the pose before: it tells chains by their names, not by their atoms."""
    for item in vars(DockQ).values():
        if hasattr(item, "cache_clear"):
            item.cache_clear()


def draw_pose(
    generator: np.random.Generator, centre: np.ndarray, share: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return a rotation about a centre and a translation, the larger the larger the share."""
    axis = generator.normal(size=3)
    axis /= np.linalg.norm(axis)
    angle = np.pi * share**2 * generator.uniform(0.5, 1.0)
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    rotation = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    move = generator.normal(size=3) * 12.0 * share**2
    return rotation, centre - rotation @ centre + move


def main() -> None:
    """Assess ten poses of each of ten cases."""
    names = [line.split("\t")[0] for line in (CASES / "cases.tsv").read_text().splitlines()[1:]]
    generator = np.random.default_rng(SEED)
    rows = []
    for case in names[:N_CASES]:
        native = load(read_text(case, "r_b") + read_text(case, "l_b"))
        text = read_text(case, "r_u") + read_text(case, "l_u")
        start = np.array([atom.coord for atom in load(text)["B"].get_atoms()], dtype=np.float64)
        for pose in range(N_POSES):
            rotation, translation = draw_pose(generator, start.mean(axis=0), pose / (N_POSES - 1))
            model = load(text)
            placed = (start @ rotation.T + translation).astype(np.float32)
            for atom, position in zip(model["B"].get_atoms(), placed, strict=True):
                atom.coord = position
            clear_caches()
            found, _ = DockQ.run_on_all_native_interfaces(model, native, no_align=True)
            numbers = [found["AB"][name] for name in COLUMNS[-8:]]
            rows.append([case, *rotation.ravel(), *translation, *numbers])
    with PATH.open("w", newline="", encoding="utf-8") as stream:
        stream.write(
            f"# origin: DockQ {version('DockQ')}, numpy {version('numpy')}; seed {SEED}; poses of "
            "chain B of unbound partners of Docking Benchmark 5, placed by rotation and "
            "translation; residues matched by number (--no_align); written by "
            "validation/peers/dockq_poses.py\n"
            "# tolerance: 1e-3 absolute; the package measures distances in single precision\n"
        )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main()

"""Partners out of complexes, each turned and moved at random, and how far poses are from home."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.search.rotations import (
    compute_rotation_matrices,
    draw_rotation,
    make_rotation_set,
)

Floats = npt.NDArray[np.float64]
SPREAD_ANGSTROM = 50.0
_KEPT = ("ATO", "HET", "TER")


@dataclass(frozen=True)
class Turn:
    """Point x of the complex goes to R x + t; ``places`` are alpha carbons in the complex."""

    matrix: Floats
    shift: Floats
    places: Floats

    def move(self, points: Floats) -> Floats:
        """Move points of the complex to where the file has them."""
        return points @ self.matrix.T + self.shift


def write_turned(
    source: Path, chains: tuple[str, ...], target: Path, rng: np.random.Generator
) -> Turn:
    """Write chains of a complex as a PDB file, turned and moved at random; say so in its head.

    The head names the entry, the first four characters of the source's name, so that a campaign
    sees which partners were solved together.
    """
    complete = gemmi.read_structure(str(source))
    complete.setup_entities()
    model = complete[0]
    for name in [chain.name for chain in model if chain.name not in chains]:
        model.remove_chain(name)
    matrix = compute_rotation_matrices(draw_rotation(rng)[None])[0]
    shift = rng.uniform(-SPREAD_ANGSTROM, SPREAD_ANGSTROM, 3)
    places = np.array(
        [a.pos.tolist() for c in model for r in c for a in r if a.name == "CA"], dtype=np.float64
    )
    for chain in model:
        for residue in chain:
            for atom in residue:
                moved = matrix @ np.array(atom.pos.tolist()) + shift
                atom.pos = gemmi.Position(*moved.tolist())
    lines = (
        f"HEADER    {'COPY OF A PART, TURNED':40}{'':9}   {source.name[:4]}\n"
        f"REMARK   1 CHAINS {' '.join(chains)} OF {source.name}\n"
        "REMARK   1 BOUND CONFORMATION, TURNED AND MOVED AT RANDOM\n"
    )
    complete.cell = gemmi.UnitCell()
    text = complete.make_pdb_string(gemmi.PdbWriteOptions(minimal=True, end_record=True))
    body = "".join(
        x for x in text.splitlines(keepends=True) if x.startswith(("ATOM", "HET", "TER"))
    )
    target.write_text(f"{lines}{body}END\n", encoding="ascii")
    return Turn(matrix, shift, places)


def compute_rmsd_from_home(rotations: Floats, shifts: Floats, fixed: Turn, mobile: Turn) -> Floats:
    """Compute how far poses put the mobile partner from its place in the complex.

    Root mean square over its alpha carbons, in angstrom, with the fixed partner in place.
    """
    matrices = compute_rotation_matrices(rotations)
    home = fixed.move(mobile.places)
    here = mobile.move(mobile.places)
    posed = np.einsum("nij,aj->nai", matrices, here) + shifts[:, None, :]
    return np.sqrt(((posed - home) ** 2).sum(axis=2).mean(axis=1))


def compute_nearest_angle(fixed: Turn, axes: Floats, mobile: Turn, n: int, seed: int) -> float:
    """Compute the angle between home and the nearest rotation that the search tries, in degrees.

    The search lays the fixed partner along its principal axes, shape (3, 3), and turns its whole
    rotation set by the seed; how the two files lie to each other therefore does not matter.
    """
    offset = draw_rotation(np.random.default_rng(seed))
    tried = compute_rotation_matrices(make_rotation_set(n, offset=offset))
    home = axes @ fixed.matrix @ mobile.matrix.T
    traces = np.einsum("nij,ij->n", tried, home)
    return float(np.degrees(np.arccos(np.clip((traces.max() - 1.0) / 2.0, -1.0, 1.0))))

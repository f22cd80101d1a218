"""Off the grid: poses scored atom by atom and moved downhill as rigid bodies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.contact_potential import ContactPotential, load_contact_potential
from tubulus.dock.potential.pair_forces import compute_forces
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices, multiply_quaternions

__all__ = ["refine_poses"]

Floats = npt.NDArray[np.float64]

# A step moves no atom further than this, in angstrom; it grows while the energy falls and
# halves where it rises.
_FIRST_STEP, _LARGEST_STEP = 0.3, 0.8


def refine_poses(
    table: PoseTable,
    fixed: Partner,
    mobile: Partner,
    *,
    count: int = 1_000,
    steps: int = 12,
    potential: ContactPotential | None = None,
) -> PoseTable:
    """Score the best poses atom by atom, minimise them, and sort them anew.

    Parameters
    ----------
    table : PoseTable
        From the search.
    fixed, mobile : Partner
        The partners of the table.
    count : int
        Best poses kept and refined; the others are dropped, for their scores are of the grid.
    steps : int
        Steps of minimisation; 0 scores only.
    potential : ContactPotential, optional
        Weights of the terms; the shipped ones if absent.

    Returns
    -------
    PoseTable
        Best first; scores are minus the energy, with the potential's full rank.

    Notes
    -----
    Steepest descent with a step of its own for each pose. Rotations are scaled by the mobile
    partner's radius of gyration, so that both kinds of motion move atoms alike.
    """
    weights = load_contact_potential() if potential is None else potential
    kept = table.select(np.argsort(-table.scores, kind="stable")[:count])
    atoms = mobile.move(-table.mobile_centre).atoms
    lever = max(float(np.sqrt((atoms.positions**2).sum(axis=1).mean())), 1.0)

    def evaluate(rotations: Floats, positions: Floats) -> tuple[Floats, Floats]:
        matrices = compute_rotation_matrices(rotations)
        return compute_forces(fixed.atoms, atoms, matrices, positions, weights)

    rotations, positions = kept.rotations, kept.positions
    energies, forces = evaluate(rotations, positions)
    reach = np.full(len(kept), _FIRST_STEP)
    for _ in range(steps):
        moved = _step(rotations, positions, forces, reach, lever)
        tried, tried_forces = evaluate(*moved)
        better = tried < energies
        rotations = np.where(better[:, None], moved[0], rotations)
        positions = np.where(better[:, None], moved[1], positions)
        forces = np.where(better[:, None], tried_forces, forces)
        energies = np.where(better, tried, energies)
        reach = np.where(better, np.minimum(reach * 1.3, _LARGEST_STEP), reach * 0.5)
    order = np.argsort(energies, kind="stable")
    return PoseTable(
        table.fixed_name,
        table.mobile_name,
        table.mobile_centre,
        rotations[order],
        positions[order],
        -energies[order],
    )


def _step(
    rotations: Floats, positions: Floats, forces: Floats, reach: Floats, lever: float
) -> tuple[Floats, Floats]:
    """Move each pose along its force so that atoms move by about the reach."""
    scaled = np.column_stack([forces[:, :3], forces[:, 3:] / lever])
    size = np.maximum(np.linalg.norm(scaled, axis=1), 1e-12)
    move = scaled * (reach / size)[:, None]
    half = 0.5 * move[:, 3:] / lever
    turn = np.column_stack([np.ones(len(half)), half])
    turn /= np.linalg.norm(turn, axis=1, keepdims=True)
    return multiply_quaternions(turn, rotations), positions + move[:, :3]

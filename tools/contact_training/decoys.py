"""Near-native and other poses of the training complexes, as features of the pair terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contact_training.complexes import Complex
from contact_training.unbound import loosen
from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.potential.pair_sums import sum_pair_terms
from tubulus.dock.search.grid.boxes import orient_to_axes
from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import (
    compute_matrix_quaternions,
    compute_rotation_matrices,
    make_rotation_set,
    multiply_quaternions,
)
from tubulus.dock.search.rows import search_rotations
from tubulus.dock.search.settings import SearchSettings

NEAR_ANGSTROM = 5.0
"""Root mean square shift of the mobile interface up to which a pose counts as near-native.

The interface of both sides, superimposed, then lies within about half of that."""

FAR_ANGSTROM = 10.0
"""Shift from which a pose counts as wrong; poses between the two teach nothing."""

_ROUND = np.triu_indices(18)


@dataclass(frozen=True)
class Lesson:
    """Features of the poses of one complex, shape (p, 173), and which are near-native."""

    name: str
    features: np.ndarray
    is_near: np.ndarray
    ranks: np.ndarray


def make_lesson(
    made: Complex, rotations: int, potential: ContactPotential, rng: np.random.Generator
) -> Lesson | None:
    """Dock the loosened partners; None if no near-native pose was found or no wrong one."""
    fixed, mobile = make_partner(loosen(made.fixed, rng)), make_partner(loosen(made.mobile, rng))
    table = _search(fixed, mobile, rotations, potential, rng)
    shift = _compute_shift(made, table)
    near, wrong = shift < NEAR_ANGSTROM, shift > FAR_ANGSTROM
    if not near.any() or not wrong.any():
        return None
    order = np.argsort(-table.scores, kind="stable")
    chosen = np.concatenate(
        [[k for k in order if near[k]][:40], [k for k in order if wrong[k]][:400]]
    ).astype(int)
    poses = table.select(chosen)
    return Lesson(made.name, compute_features(fixed, mobile, poses), near[chosen], chosen)


def compute_features(fixed: Partner, mobile: Partner, poses: PoseTable) -> np.ndarray:
    """Compute 171 contact counts, overlap and electrostatics of each pose."""
    matrices = compute_rotation_matrices(poses.rotations)
    sums = sum_pair_terms(
        fixed.atoms, mobile.move(-poses.mobile_centre).atoms, matrices, poses.positions
    )
    both = sums.contacts + sums.contacts.transpose(0, 2, 1)
    counts = both[:, _ROUND[0], _ROUND[1]] * np.where(_ROUND[0] == _ROUND[1], 0.5, 1.0)
    return np.column_stack([counts, sums.overlap, sums.electrostatic]).astype(np.float32)


def _search(
    fixed: Partner,
    mobile: Partner,
    rotations: int,
    potential: ContactPotential,
    rng: np.random.Generator,
) -> PoseTable:
    """Search an even set of rotations and 24 within 12 degrees of the native one."""
    small = np.column_stack([np.ones(24), rng.normal(0.0, np.radians(8.0) / 2 / 1.7, (24, 3))])
    small /= np.linalg.norm(small, axis=1, keepdims=True)
    native = compute_matrix_quaternions(orient_to_axes(fixed.positions))
    turns = np.vstack([make_rotation_set(rotations), multiply_quaternions(native, small)])
    settings = SearchSettings(poses=100_000, poses_per_rotation=3)
    return search_rotations(mobile, [fixed], turns, settings, potential=potential)[0]


def _compute_shift(made: Complex, table: PoseTable) -> np.ndarray:
    """Compute how far each pose moves the mobile alpha carbons of the native interface."""
    ca = [s.positions[s.atom_name == "CA"] for s in (made.fixed, made.mobile)]
    near = (np.linalg.norm(ca[0][:, None] - ca[1][None], axis=-1) < 10.0).any(axis=0)
    points = ca[1][near]
    turned = np.einsum(
        "pij,nj->pni", compute_rotation_matrices(table.rotations), points - table.mobile_centre
    )
    moved = turned + table.positions[:, None] - points
    return np.sqrt((moved**2).sum(axis=2).mean(axis=1))

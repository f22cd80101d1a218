"""Bound partners made to look unbound: side chains turned, the backbone bent a little."""

from __future__ import annotations

import numpy as np

from tubulus.dock.search.partner import make_partner
from tubulus.dock.structures.structure import Structure

TURNED, SHAKEN_DEGREES = 0.25, 15.0
"""Share of exposed side chains put into another well of chi 1; spread of all others."""

BENT_ANGSTROM, WAVE_ANGSTROM = 0.6, 25.0
"""Root mean square shift of the backbone, and the length over which it changes."""

_BACKBONE = ("N", "CA", "C", "O", "OXT", "CB")


def loosen(
    structure: Structure,
    rng: np.random.Generator,
    *,
    turned: float = TURNED,
    bent: float = BENT_ANGSTROM,
) -> Structure:
    """Turn a share of exposed side chains about CA-CB and bend the whole by slow waves."""
    positions = np.array(structure.positions)
    exposed = make_partner(structure).stiffness < 1.0
    for residue in np.unique(structure.residue_index[exposed]):
        members = np.flatnonzero(structure.residue_index == residue)
        names = structure.atom_name[members]
        moved = members[~np.isin(names, _BACKBONE)]
        if "CA" not in names or "CB" not in names or structure.residue_name[members[0]] == "PRO":
            continue
        start = positions[members[names == "CA"][0]]
        axis = positions[members[names == "CB"][0]] - start
        angle = np.radians(rng.normal(0.0, SHAKEN_DEGREES))
        if rng.random() < turned:
            angle += np.radians(rng.choice([-120.0, 120.0]))
        positions[moved] = start + _turn(positions[moved] - start, axis, angle)
    return structure.with_positions(positions + _bend(positions, bent, rng))


def _turn(points: np.ndarray, axis: np.ndarray, angle: float) -> np.ndarray:
    """Turn points about an axis through the origin (Rodrigues)."""
    unit = axis / np.linalg.norm(axis)
    along = np.outer(points @ unit, unit)
    return along + np.cos(angle) * (points - along) + np.sin(angle) * np.cross(unit, points)


def _bend(points: np.ndarray, bent: float, rng: np.random.Generator, waves: int = 6) -> np.ndarray:
    """Sum a few plane waves of random direction, phase and amplitude."""
    directions = rng.standard_normal((waves, 3))
    directions *= 2 * np.pi / WAVE_ANGSTROM / np.linalg.norm(directions, axis=1, keepdims=True)
    phases = rng.uniform(0, 2 * np.pi, waves)
    shifts = np.cos(points @ directions.T + phases) @ rng.standard_normal((waves, 3))
    return shifts * bent / np.sqrt((shifts**2).sum(axis=1).mean())

"""Structures made by hand for tests of docking."""

from __future__ import annotations

from typing import Any

import numpy as np

from tubulus.dock.structures.structure import Structure


def make_structure(positions: Any, **arrays: Any) -> Structure:
    """Make a structure of alpha carbons of one alanine; arrays given by name replace these."""
    positions = np.asarray(positions, dtype=np.float64)
    n_atoms = len(positions)
    filled: dict[str, Any] = {
        "name": "made",
        "positions": positions,
        "element": ["C"] * n_atoms,
        "atom_name": ["CA"] * n_atoms,
        "residue_name": ["ALA"] * n_atoms,
        "residue_number": [1] * n_atoms,
        "insertion_code": [""] * n_atoms,
        "chain": ["A"] * n_atoms,
        "b_factor": [20.0] * n_atoms,
        "occupancy": [1.0] * n_atoms,
        "is_hetero": [False] * n_atoms,
    }
    return Structure(**(filled | arrays))

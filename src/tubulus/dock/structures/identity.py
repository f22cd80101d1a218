"""What makes two structures the same for a campaign: their atoms, not their names."""

from __future__ import annotations

import hashlib

import numpy as np

from tubulus.dock.structures.structure import Structure

__all__ = ["compute_structure_hash"]


def compute_structure_hash(structure: Structure) -> str:
    """Compute the SHA-256 of a structure's atoms, in hexadecimal.

    Name, source and displacement do not count; coordinates count to 0.0001 Å, so that a structure
    that was written and read again with four decimals keeps its hash.
    """
    digest = hashlib.sha256()
    positions = np.round(structure.positions * 1e4).astype("<i8")
    digest.update(str(structure.n_atoms).encode())
    digest.update(positions.tobytes())
    for column in (
        structure.element,
        structure.atom_name,
        structure.residue_name,
        structure.residue_number,
        structure.insertion_code,
        structure.chain,
        structure.is_hetero,
    ):
        digest.update("\x1f".join(map(str, column.tolist())).encode())
        digest.update(b"\x1e")
    return digest.hexdigest()

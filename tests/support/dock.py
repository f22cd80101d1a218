"""Structures made by hand for tests of docking."""

from __future__ import annotations

from typing import Any

import numpy as np

from tubulus.dock.structures.sequences import AMINO_ACIDS
from tubulus.dock.structures.structure import Structure

_NAMES = {letter: name for name, letter in AMINO_ACIDS.items()}
# N, CA, C, O, CB of a residue of a straight chain that runs along x, 3.8 Å a residue
_ATOMS = {
    "N": (0.0, 0.0, 0.0),
    "CA": (1.4, 0.5, 0.0),
    "C": (2.5, 0.0, 0.0),
    "O": (2.5, -1.2, 0.0),
    "CB": (1.4, 1.3, 1.2),
}


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


def make_peptide(
    sequence: str,
    *,
    chain: str = "A",
    first: int = 1,
    origin: Any = (0.0, 0.0, 0.0),
    **arrays: Any,
) -> Structure:
    """Make a straight peptide along x with N, CA, C, O and CB (glycine has none).

    Side chains beyond CB are missing.
    """
    rows = [
        (
            np.add(np.add(offset, origin), (3.8 * i, 0.0, 0.0)),
            name[0],
            name,
            _NAMES[letter],
            first + i,
        )
        for i, letter in enumerate(sequence)
        for name, offset in _ATOMS.items()
        if not (letter == "G" and name == "CB")
    ]
    positions, elements, names, residues, numbers = zip(*rows, strict=True)
    return make_structure(
        np.array(positions),
        element=elements,
        atom_name=names,
        residue_name=residues,
        residue_number=numbers,
        chain=[chain] * len(rows),
        **arrays,
    )


def format_pdb_atom(
    atom: str = "CA",
    residue: str = "ALA",
    chain: str = "A",
    number: int = 1,
    position: tuple[float, float, float] = (0.0, 0.0, 0.0),
    *,
    altloc: str = " ",
    occupancy: float = 1.0,
    record: str = "ATOM",
    element: str = "",
) -> str:
    """Format one record in PDB columns."""
    x, y, z = position
    return (
        f"{record:<6}    1  {atom:<3}{altloc}{residue:>3} {chain}{number:>4}    "
        f"{x:8.3f}{y:8.3f}{z:8.3f}{occupancy:6.2f}{20.0:6.2f}          {element or atom[0]:>2}\n"
    )

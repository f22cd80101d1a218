"""Amino acids: their letters, and the sequence that a chain shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.structure import Structure

__all__ = [
    "AMINO_ACIDS",
    "STANDARD_RESIDUES",
    "derive_letters",
    "derive_sequence",
    "find_chain_residues",
]

AMINO_ACIDS: Final = {
    "ALA": "A",
    "ARG": "R",
    "ASN": "N",
    "ASP": "D",
    "CYS": "C",
    "GLN": "Q",
    "GLU": "E",
    "GLY": "G",
    "HIS": "H",
    "ILE": "I",
    "LEU": "L",
    "LYS": "K",
    "MET": "M",
    "PHE": "F",
    "PRO": "P",
    "SER": "S",
    "THR": "T",
    "TRP": "W",
    "TYR": "Y",
    "VAL": "V",
}
STANDARD_RESIDUES: Final = tuple(AMINO_ACIDS)


def derive_letters(residue_names: Iterable[str]) -> str:
    """Translate component codes to one letter each; ``X`` for what is no standard amino acid."""
    return "".join(AMINO_ACIDS.get(name, "X") for name in residue_names)


def derive_sequence(structure: Structure, chain: str) -> str:
    """Derive the sequence of a chain as its atoms show it; residues without atoms are absent.

    Cofactors and glycans of the chain are left out.
    """
    names = structure.residue_name[structure.residue_starts]
    return derive_letters(names[find_chain_residues(structure, chain)].tolist())


def find_chain_residues(structure: Structure, chain: str) -> npt.NDArray[np.intp]:
    """Find the amino acids of a chain, as residue indices; cofactors and glycans are left out."""
    starts = structure.residue_starts
    return np.flatnonzero((structure.chain[starts] == chain) & ~structure.is_hetero[starts])

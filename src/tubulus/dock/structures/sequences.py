"""Amino acids: their letters, and the sequence that a chain shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tubulus.dock.structures.structure import Structure

__all__ = ["AMINO_ACIDS", "STANDARD_RESIDUES", "derive_letters", "derive_sequence"]

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
    starts = structure.residue_starts
    wanted = (structure.chain[starts] == chain) & ~structure.is_hetero[starts]
    return derive_letters(structure.residue_name[starts][wanted].tolist())

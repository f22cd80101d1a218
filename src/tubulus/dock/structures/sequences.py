"""Amino acids: their letters, the sequence that a chain shows, and how it lies on another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.structure import Structure

__all__ = [
    "AMINO_ACIDS",
    "LEAST_IDENTITY",
    "LEAST_OVERLAP",
    "STANDARD_RESIDUES",
    "SequenceMatch",
    "derive_letters",
    "derive_sequence",
    "find_chain_residues",
    "is_same_protein",
    "match_sequence",
]

LEAST_IDENTITY: Final = 0.9
"""Share of identical residues over the overlap from which a chain is taken for the entry."""
LEAST_OVERLAP: Final = 0.7
"""Share of a chain's residues that must overlap with the entry."""

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


@dataclass(frozen=True, slots=True, eq=False)
class SequenceMatch:
    """How a chain lies on a sequence.

    Attributes
    ----------
    positions : ndarray of int64, shape (residues of the chain,)
        Position in the sequence, counted from 1; 0 for residues that lie on none.
    identity : float
        Share of identical residues over the overlap.
    overlap : float
        Share of the chain's residues that lie on the sequence.
    differences : tuple of str
        Residues that differ, such as ``K45A`` (sequence, position, chain).
    """

    positions: npt.NDArray[np.int64]
    identity: float
    overlap: float
    differences: tuple[str, ...]

    @property
    def is_the_same(self) -> bool:
        """Whether the chain may be taken for the entry."""
        return self.identity >= LEAST_IDENTITY and self.overlap >= LEAST_OVERLAP


def match_sequence(letters: str, sequence: str) -> SequenceMatch:
    """Lay a chain, as its atoms show it, on a sequence.

    Parameters
    ----------
    letters : str
        One letter a residue of the chain; ``X`` matches nothing.
    sequence : str
        Sequence of the entry.

    Notes
    -----
    Alignment by match 2, mismatch −1 and 6 for each gap however long, so that unresolved loops
    and ends cost little.
    """
    scoring = gemmi.AlignmentScoring()
    scoring.match, scoring.mismatch, scoring.gapo, scoring.gape = 2, -1, -6, 0
    alignment = gemmi.align_string_sequences(list(letters), list(sequence), [], scoring)
    ours, theirs = alignment.add_gaps(letters, 1), alignment.add_gaps(sequence, 2)
    positions = np.zeros(len(letters), dtype=np.int64)
    residue = position = identical = 0
    differences = []
    for one, two in zip(ours, theirs, strict=True):
        residue, position = residue + (one != "-"), position + (two != "-")
        if "-" in (one, two):
            continue
        positions[residue - 1] = position
        identical += one == two
        if one != two:
            differences.append(f"{two}{position}{one}")
    overlap = int(np.count_nonzero(positions))
    return SequenceMatch(
        positions,
        identical / overlap if overlap else 0.0,
        overlap / len(letters) if letters else 0.0,
        tuple(differences),
    )


def is_same_protein(one: str, two: str) -> bool:
    """Tell whether two chains are copies: 90 % identical over 70 % of the shorter one.

    Constructs, mutants and copies with other unresolved loops are one protein. Whether two
    proteins are relatives is another question:
    :func:`~tubulus.dock.partners.families.is_homologous`.
    """
    short, long = sorted((one, two), key=len)
    return short == long or match_sequence(short, long).is_the_same

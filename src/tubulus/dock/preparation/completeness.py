"""What a structure lacks: backbone atoms, side-chain atoms, stretches of the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = [
    "EDGE_RESIDUES",
    "drop_incomplete_backbone",
    "note_chain_breaks",
    "note_chains_apart",
    "note_cut_edges",
    "note_missing_side_chains",
    "note_unresolved",
]

EDGE_RESIDUES: Final = 3
"""Residues along the chain that count as next to a cut one, on either side of the cut.

The project's own choice: what was cut hangs on the first of them, and can lie over the others,
about 10 Å along the chain.
"""

_BACKBONE: Final = ("N", "CA", "C")
# a peptide bond is about 1.33 Å long
_BOND_ANGSTROM: Final = 2.0

# heavy atoms of a residue inside a chain, backbone N, CA, C, O included
_HEAVY_ATOMS: Final = {
    "ALA": 5, "ARG": 11, "ASN": 8, "ASP": 8, "CYS": 6, "GLN": 9, "GLU": 9, "GLY": 4, "HIS": 10,
    "ILE": 8, "LEU": 8, "LYS": 9, "MET": 8, "PHE": 11, "PRO": 7, "SER": 6, "THR": 7, "TRP": 14,
    "TYR": 12, "VAL": 7,
}  # fmt: skip


def drop_incomplete_backbone(structure: Structure) -> tuple[Structure, tuple[Note, ...]]:
    """Drop amino acids that lack N, CA or C; cofactors stay."""
    present = np.ones(structure.n_residues, dtype=bool)
    for name in _BACKBONE:
        having = structure.residue_index[structure.atom_name == name]
        present &= np.bincount(having, minlength=structure.n_residues) > 0
    present |= structure.is_hetero[structure.residue_starts]
    missing = np.flatnonzero(~present)
    if len(missing) == 0:
        return structure, ()
    labels = label_residues(structure)
    text = count_things(len(missing), "residue") + " without a whole backbone dropped"
    note = Note("missing_backbone", text, len(missing), tuple(labels[r] for r in missing))
    return structure.select(present[structure.residue_index]), (note,)


def note_cut_edges(before: Structure, after: Structure) -> tuple[Note, ...]:
    """Note the amino acids that stand next to cut ones: at most three along the chain.

    Parameters
    ----------
    before, after : Structure
        A structure, and what was left of it.
    """
    labels = label_residues(before)
    left = set(label_residues(after))
    starts = before.residue_starts
    chains, is_hetero = before.chain[starts], before.is_hetero[starts]
    edges: list[str] = []
    for chain in before.chains:
        own = [labels[r] for r in np.flatnonzero((chains == chain) & ~is_hetero).tolist()]
        cut = np.flatnonzero([label not in left for label in own])
        edges += [
            label
            for place, label in enumerate(own)
            if label in left and np.any(np.abs(cut - place) <= EDGE_RESIDUES)
        ]
    if not edges:
        return ()
    many = count_things(len(edges), "residue stands", "residues stand")
    text = f"{many} next to a cut one, at most {EDGE_RESIDUES} along the chain"
    return (Note("confidence_edge", text, len(edges), tuple(edges)),)


def note_missing_side_chains(structure: Structure) -> tuple[Note, ...]:
    """Note amino acids with fewer heavy atoms than their type has; nothing is built."""
    starts = structure.residue_starts
    sizes = np.diff(np.append(starts, structure.n_atoms))
    oxt = np.bincount(
        structure.residue_index[structure.atom_name == "OXT"], minlength=structure.n_residues
    )
    whole = np.array([_HEAVY_ATOMS.get(n, 0) for n in structure.residue_name[starts].tolist()])
    lacking = np.flatnonzero(sizes - oxt < whole)
    if len(lacking) == 0:
        return ()
    labels = label_residues(structure)
    n_atoms = int((whole - sizes + oxt)[lacking].sum())
    many = count_things(len(lacking), "residue")
    text = f"{count_things(n_atoms, 'atom')} of {many} missing, not built"
    return (Note("missing_side_chain", text, len(lacking), tuple(labels[r] for r in lacking)),)


def note_chain_breaks(structure: Structure) -> tuple[Note, ...]:
    """Note where neighbouring residues of a chain are not bonded: unresolved stretches."""
    protein = structure.select(~structure.is_hetero)
    ends, begins = _find_atoms(protein, "C"), _find_atoms(protein, "N")
    starts = protein.residue_starts
    chains = protein.chain[starts]
    labels = label_residues(protein)
    breaks = [
        f"{labels[i]} to {labels[i + 1]}"
        for i in range(protein.n_residues - 1)
        if chains[i] == chains[i + 1]
        and i in ends
        and i + 1 in begins
        and np.linalg.norm(protein.positions[ends[i]] - protein.positions[begins[i + 1]])
        > _BOND_ANGSTROM
    ]
    if not breaks:
        return ()
    text = count_things(len(breaks), "break") + " in the chain, where residues are not resolved"
    return (Note("chain_break", text, len(breaks), tuple(breaks)),)


def note_chains_apart(structure: Structure) -> tuple[Note, ...]:
    """Note chains that do not touch: copies of a crystal, perhaps, rather than one partner.

    Chains are of one body where heavy atoms lie within 5 Å, directly or through other chains.
    """
    protein = structure.select(~structure.is_hetero)
    trees = {chain: cKDTree(protein.positions[protein.chain == chain]) for chain in protein.chains}
    bodies: list[list[str]] = []
    for chain, tree in trees.items():
        touched = [
            body
            for body in bodies
            if any(tree.count_neighbors(trees[one], CONTACT_ANGSTROM) for one in body)
        ]
        bodies = [body for body in bodies if body not in touched]
        bodies.append([one for body in touched for one in body] + [chain])
    if len(bodies) < 2:
        return ()
    listed = " and ".join(", ".join(body) for body in bodies)
    text = f"the chains {listed} do not touch; they are docked as one rigid body: name one of them"
    return (Note("chains_apart", text, len(bodies)),)


def note_unresolved(structure: Structure, full_sequences: Mapping[str, str]) -> tuple[Note, ...]:
    """Note how many residues of the declared sequences have no atoms.

    Parameters
    ----------
    structure : Structure
        As read, before anything is cut.
    full_sequences : mapping of str to str
        Declared sequence by chain; chains without one are passed over.
    """
    starts = structure.residue_starts
    chains = structure.chain[starts][~structure.is_hetero[starts]]
    seen = Counter(chains.tolist())
    lacking = {
        chain: len(full_sequences[chain]) - count
        for chain, count in seen.items()
        if len(full_sequences.get(chain, "")) > count
    }
    if not lacking:
        return ()
    listed = ", ".join(f"{count} of chain {chain}" for chain, count in lacking.items())
    text = f"residues of the declared sequence without atoms: {listed}"
    return (Note("unresolved", text, sum(lacking.values())),)


def _find_atoms(structure: Structure, name: str) -> dict[int, int]:
    atoms = np.flatnonzero(structure.atom_name == name)
    return dict(zip(structure.residue_index[atoms].tolist(), atoms.tolist(), strict=True))

"""Glycosylation sites: glycans that are seen, and sequons where one may sit."""

from __future__ import annotations

from typing import Final

import numpy as np

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_kinds import classify_residue
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = ["find_glycosylated", "find_sequons", "note_glycosylation"]

# atoms that carry glycans; a glycosidic bond is about 1.4 Å long
_CARRIERS: Final = (("ASN", "ND2"), ("SER", "OG"), ("THR", "OG1"), ("TRP", "CD1"))
_BOND_ANGSTROM: Final = 2.0


def find_glycosylated(structure: Structure) -> tuple[int, ...]:
    """Find residues of the protein that carry a glycan in the file, as residue indices."""
    names = structure.residue_name.tolist()
    is_glycan = np.array(
        [
            h and classify_residue(n) == "glycan"
            for n, h in zip(names, structure.is_hetero.tolist(), strict=True)
        ],
        dtype=bool,
    )
    carriers = np.flatnonzero(
        [
            (name, atom) in _CARRIERS
            for name, atom in zip(names, structure.atom_name.tolist(), strict=True)
        ]
    )
    if not is_glycan.any() or len(carriers) == 0:
        return ()
    glycans = structure.positions[is_glycan]
    nearest = [
        np.min(np.sum((glycans - structure.positions[atom]) ** 2, axis=1)) for atom in carriers
    ]
    bound = carriers[np.sqrt(nearest) < _BOND_ANGSTROM]
    return tuple(sorted({int(structure.residue_index[atom]) for atom in bound}))


def find_sequons(structure: Structure) -> tuple[int, ...]:
    """Find asparagines of N-X-S and N-X-T, X not proline, as residue indices.

    The three residues must follow each other in one chain by number.
    """
    starts = structure.residue_starts
    names = structure.residue_name[starts].tolist()
    numbers = structure.residue_number[starts].tolist()
    chains = structure.chain[starts].tolist()
    return tuple(
        i
        for i in range(len(names) - 2)
        if names[i] == "ASN"
        and names[i + 1] != "PRO"
        and names[i + 2] in ("SER", "THR")
        and chains[i] == chains[i + 2]
        and numbers[i + 2] - numbers[i] == 2
    )


def note_glycosylation(structure: Structure) -> tuple[Note, ...]:
    """Note glycosylation sites of a structure that still holds its glycans."""
    labels = label_residues(structure)
    seen, sequons = find_glycosylated(structure), find_sequons(structure)
    unseen = [residue for residue in sequons if residue not in seen]
    notes = []
    if seen:
        text = count_things(len(seen), "residue carries a glycan", "residues carry a glycan")
        text += " in the file, which docking does not see"
        notes.append(Note("glycan", text, len(seen), tuple(labels[r] for r in seen)))
    if unseen:
        text = count_things(len(unseen), "sequon") + " N-X-S/T, where a glycan may sit in the cell"
        notes.append(Note("sequon", text, len(unseen), tuple(labels[r] for r in unseen)))
    return tuple(notes)

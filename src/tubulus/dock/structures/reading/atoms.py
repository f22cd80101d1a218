"""From the atoms of a parsed model to one atom a place: alternates, duplicates, hydrogens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import gemmi
import numpy as np

from tubulus.dock.structures.notes import Note, NoteKind
from tubulus.dock.structures.reading.files import refuse
from tubulus.dock.structures.residue_kinds import classify_residue, derive_parent
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = ["collect_atoms"]


# atoms of one name nearer than this are one atom written twice
_SAME_PLACE_ANGSTROM = 1.0

# a peptide bond is about 1.33 Å long
_BOND_ANGSTROM = 2.0

# the order of the fields of a row after the position
_COLUMNS = (
    "element",
    "atom_name",
    "residue_name",
    "residue_number",
    "insertion_code",
    "chain",
    "b_factor",
    "occupancy",
    "is_hetero",
)


@dataclass(slots=True)
class _Tally:
    """What was left out or changed, for the notes."""

    hydrogens: int = 0
    waters: int = 0
    duplicates: int = 0
    nucleotides: int = 0
    unoccupied: int = 0
    alternates: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def collect_atoms(
    model: gemmi.Model, name: str, file: str = ""
) -> tuple[Structure, tuple[Note, ...]]:
    """Collect the heavy atoms of polypeptides, glycans and cofactors of a model.

    Parameters
    ----------
    model : gemmi.Model
        As parsed.
    name : str
        How the structure is called.
    file : str
        Name of its file, for messages.

    Returns
    -------
    tuple of Structure and tuple of Note
        Hydrogens, waters and nucleotides are left out. Of alternate locations the one with the
        highest mean occupancy in its residue stays (ties: the first letter). Modified amino acids
        become their parent (``MSE`` becomes ``MET``, atom ``SE`` becomes ``SD``); their atoms that
        the parent lacks stay and count as heavy atoms of the residue.

    Raises
    ------
    InputError
        If a residue holds atoms of one name at different places.
    """
    tally = _Tally()
    rows: list[tuple[object, ...]] = []
    for chain in model:
        for residues in _group_by_place(_put_in_order(list(chain))):
            rows += _collect_residue(chain.name, residues, tally)
    if tally.conflicts:
        refuse(
            file or name,
            f"residue {tally.conflicts[0]} holds atoms of one name at different places"
            f" ({count_things(len(set(tally.conflicts)), 'such residue')})",
            "two copies of a molecule have one chain name, perhaps: rename the chains",
        )
    columns: Any = list(zip(*rows, strict=True)) if rows else [()] * 10
    positions = np.array(columns[0], dtype=np.float64).reshape(-1, 3)
    arrays: dict[str, Any] = dict(zip(_COLUMNS, columns[1:], strict=True))
    return Structure(name, positions, **arrays), tuple(_list_notes(tally))


def _put_in_order(residues: list[gemmi.Residue]) -> list[gemmi.Residue]:
    """Put modified amino acids that a file lists behind their chain where their numbers belong.

    What is bonded to a residue of the chain beside it stays, and nothing comes between two that
    are bonded: numbers may jump back within a chain, as where proteins are fused.
    """
    ordered: list[gemmi.Residue] = []
    for piece in _split_at_breaks(residues):
        place = _find_place(piece[0], ordered) if all(map(_is_modified, piece)) else len(ordered)
        ordered[place:place] = piece
    return ordered


def _find_place(residue: gemmi.Residue, ordered: list[gemmi.Residue]) -> int:
    """Find where a residue belongs by its number; at the end where a bond holds that place."""
    place = len(ordered)
    while place and _get_number(residue) < _get_number(ordered[place - 1]):
        place -= 1
    is_held = 0 < place < len(ordered) and _are_bonded(ordered[place - 1], ordered[place])
    return len(ordered) if is_held else place


def _split_at_breaks(residues: list[gemmi.Residue]) -> Iterator[list[gemmi.Residue]]:
    """Yield residues that are bonded one to the next in the order of the file."""
    piece: list[gemmi.Residue] = []
    for residue in residues:
        if piece and not _are_bonded(piece[-1], residue):
            yield piece
            piece = []
        piece.append(residue)
    if piece:
        yield piece


def _are_bonded(first: gemmi.Residue, second: gemmi.Residue) -> bool:
    """Tell whether a peptide bond leads from one residue to another, in any alternate."""
    ends = [atom for atom in first if atom.name == "C"]
    begins = [atom for atom in second if atom.name == "N"]
    return any(c.pos.dist(n.pos) < _BOND_ANGSTROM for c in ends for n in begins)


def _get_number(residue: gemmi.Residue) -> int:
    return residue.seqid.num or 0


def _is_modified(residue: gemmi.Residue) -> bool:
    atoms = frozenset(atom.name for atom in residue)
    kind = classify_residue(residue.name, atoms)
    return kind == "amino_acid" and derive_parent(residue.name) != residue.name


def _group_by_place(chain: list[gemmi.Residue]) -> Iterator[list[gemmi.Residue]]:
    """Yield residues of one number together: several only where residue types alternate."""
    group: list[gemmi.Residue] = []
    for residue in chain:
        if group and str(residue.seqid) != str(group[0].seqid):
            yield group
            group = []
        group.append(residue)
    if group:
        yield group


def _collect_residue(
    chain: str, residues: list[gemmi.Residue], tally: _Tally
) -> list[tuple[object, ...]]:
    residues = _choose_types(chain, residues, tally)
    return [row for residue in residues for row in _collect_atoms_of(chain, residue, tally)]


def _choose_types(chain: str, residues: list[gemmi.Residue], tally: _Tally) -> list[gemmi.Residue]:
    """Keep one of several residue types that share a place as alternates of each other."""
    alternating = [r for r in residues if all(atom.altloc != "\0" for atom in r)]
    if len(alternating) < 2:
        return residues
    best = max(alternating, key=lambda r: (np.mean([a.occ for a in r]), -ord(r[0].altloc)))
    tally.alternates.append(f"{chain}:{best.name}{best.seqid}")
    return [r for r in residues if r is best or not any(r is other for other in alternating)]


def _collect_atoms_of(
    chain: str, residue: gemmi.Residue, tally: _Tally
) -> list[tuple[object, ...]]:
    kind = classify_residue(residue.name, frozenset(atom.name for atom in residue))
    if kind in ("water", "nucleotide"):
        tally.waters += len(residue) if kind == "water" else 0
        tally.nucleotides += len(residue) if kind == "nucleotide" else 0
        return []
    heavy = [atom for atom in residue if not atom.is_hydrogen()]
    tally.hydrogens += len(residue) - len(heavy)
    chosen = _choose_alternates(chain, residue, heavy, tally)
    name = derive_parent(residue.name) if kind == "amino_acid" else residue.name
    if name != residue.name:
        tally.modified.append(f"{chain}:{residue.name}{residue.seqid}")
    tally.unoccupied += sum(atom.occ == 0.0 for atom in chosen)
    return [_make_row(chain, residue, name, atom, kind != "amino_acid") for atom in chosen]


def _choose_alternates(
    chain: str, residue: gemmi.Residue, atoms: list[gemmi.Atom], tally: _Tally
) -> list[gemmi.Atom]:
    letters = sorted({atom.altloc for atom in atoms} - {"\0"})
    if len(letters) > 1:
        tally.alternates.append(f"{chain}:{residue.name}{residue.seqid}")
    means = {x: np.mean([a.occ for a in atoms if a.altloc == x]) for x in letters}
    best = max(letters, key=lambda x: (means[x], -ord(x))) if letters else "\0"
    by_name: dict[str, list[gemmi.Atom]] = {}
    for atom in atoms:
        by_name.setdefault(atom.name, []).append(atom)
    chosen = []
    for same in by_name.values():
        in_letters = Counter(atom.altloc for atom in same)
        tally.duplicates += sum(in_letters.values()) - len(in_letters)
        if len(in_letters) < len(same) and _lie_apart(same):
            tally.conflicts.append(f"{chain}:{residue.name}{residue.seqid}")
        chosen.append(min(same, key=lambda a: (a.altloc not in ("\0", best), -a.occ)))
    return chosen


def _lie_apart(atoms: list[gemmi.Atom]) -> bool:
    plain = [atom for atom in atoms if atom.altloc == "\0"]
    return any(plain[0].pos.dist(atom.pos) > _SAME_PLACE_ANGSTROM for atom in plain[1:])


def _make_row(
    chain: str, residue: gemmi.Residue, name: str, atom: gemmi.Atom, is_hetero: bool
) -> tuple[object, ...]:
    atom_name, element = atom.name, atom.element.name.upper()
    if residue.name == "MSE" and element == "SE":
        atom_name, element = "SD", "S"
    return (
        atom.pos.tolist(),
        element,
        atom_name,
        name,
        residue.seqid.num,
        residue.seqid.icode.strip(),
        chain,
        atom.b_iso,
        atom.occ,
        is_hetero,
    )


def _list_notes(tally: _Tally) -> Iterator[Note]:
    if tally.alternates:
        yield Note(
            "alternate_location",
            count_things(
                len(tally.alternates),
                "residue had alternate locations; the one of highest occupancy stays",
                "residues had alternate locations; the one of highest occupancy stays",
            ),
            len(tally.alternates),
            tuple(tally.alternates),
        )
    if tally.modified:
        yield Note(
            "modified_residue",
            count_things(
                len(tally.modified),
                "modified amino acid is read as its parent",
                "modified amino acids are read as their parents",
            ),
            len(tally.modified),
            tuple(tally.modified),
        )
    counted: tuple[tuple[NoteKind, int, str], ...] = (
        ("duplicate_atom", tally.duplicates, "left out whose name stood twice in a residue"),
        ("hydrogen_dropped", tally.hydrogens, "of hydrogen left out"),
        ("water_dropped", tally.waters, "of water left out"),
        ("nucleic_acid_dropped", tally.nucleotides, "of nucleic acid left out"),
        ("zero_occupancy", tally.unoccupied, "of zero occupancy: modelled, not seen"),
    )
    for kind, count, words in counted:
        if count:
            yield Note(kind, count_things(count, f"atom {words}", f"atoms {words}"), count)

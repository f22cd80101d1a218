"""Where a structure comes from: its entry, and whether another protein was solved with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import gemmi

from tubulus.dock.structures.residue_kinds import derive_parent
from tubulus.dock.structures.sequences import derive_letters, is_same_protein

__all__ = [
    "OriginState",
    "StructureOrigin",
    "list_proteins",
    "read_entry",
    "read_entry_name",
    "read_title",
    "shorten_entry",
    "tell_origin",
]

OriginState = Literal["bound", "alone", "predicted", "unknown"]

_ENTRY = re.compile(r"[1-9][A-Z0-9]{3}|PDB_[A-Z0-9]{8}")
# a long code that begins so is a short one, written in twelve letters
_PADDED = "PDB_0000"
_LEAST_RESIDUES = 20


@dataclass(frozen=True, slots=True)
class StructureOrigin:
    """What a file says of where its structure comes from.

    Attributes
    ----------
    entry : str
        Code of the Protein Data Bank, in capitals and as short as it can be; empty where the file
        names none.
    state : {"bound", "alone", "predicted", "unknown"}
        ``bound``: the file holds or declares another protein than the one that was read;
        ``alone``: it names its entry, declares sequences, and they are of one protein;
        ``unknown``: it says too little to tell.
    others : tuple of str
        Chains of other proteins, in the file's order.
    """

    entry: str = ""
    state: OriginState = "unknown"
    others: tuple[str, ...] = ()

    def describe(self) -> str:
        """Say in a sentence where the structure comes from, and what that means."""
        if self.state == "predicted":
            return "a predicted structural model, neither bound nor unbound"
        place = f"from entry {self.entry} of the Protein Data Bank" if self.entry else ""
        if self.state == "bound":
            chains = f"chain{'s' if len(self.others) > 1 else ''} {', '.join(self.others)}"
            start = f"{place}, whose file" if place else "the file names no entry and"
            return f"{start} holds another protein too ({chains}): a bound conformation"
        if self.state == "alone":
            return f"{place}, whose file declares no other protein"
        known = place or "the file names no entry"
        return f"{known}; whether another protein was solved with it is not known"


def read_entry(structure: gemmi.Structure) -> str:
    """Read the code of the Protein Data Bank that a file names; empty where it names none.

    From ``HEADER`` of PDB files and ``_entry.id`` of mmCIF files. What has not the form of a code,
    as in files that other programs wrote, is none. Codes with both forms bear the short one:
    ``PDB_00001KTZ`` is ``1KTZ``.
    """
    return shorten_entry(read_entry_name(structure))


def read_entry_name(structure: gemmi.Structure) -> str:
    """Read what a file gives as its name, in capitals, whether or not it is a code."""
    return dict(structure.info.items()).get("_entry.id", "").strip().upper()


def read_title(structure: gemmi.Structure) -> str:
    """Read the title of a file; empty where it has none."""
    return dict(structure.info.items()).get("_struct.title", "")


def shorten_entry(name: str) -> str:
    """Return a code of the Protein Data Bank in the shortest form that it has.

    Parameters
    ----------
    name : str
        In capitals; what has not the form of a code gives an empty text.
    """
    if not _ENTRY.fullmatch(name):
        return ""
    short = name.removeprefix(_PADDED)
    return short if _ENTRY.fullmatch(short) else name


def list_proteins(structure: gemmi.Structure) -> tuple[dict[str, str], dict[str, str]]:
    """List the sequences of the proteins of a file, chains of fewer than 20 residues left out.

    Returns
    -------
    shown, declared : dict of str to str
        Sequence by chain as atoms of the first model show it, and as the file declares it; chains
        that are declared and have no atoms stand under the name of their entity.
    """
    shown: dict[str, str] = {}
    declared: dict[str, str] = {}
    placed = set()
    for chain in structure[0]:
        polymer = chain.get_polymer()
        letters = _translate(residue.name for residue in polymer)
        if letters:
            shown[chain.name] = letters
        entity = structure.get_entity_of(polymer)
        if entity is not None:
            placed.add(entity.name)
            declared |= _declare(chain.name, entity)
    for entity in structure.entities:
        if entity.name not in placed:
            declared |= _declare(entity.name, entity)
    return shown, declared


def tell_origin(
    entry: str,
    proteins: tuple[Mapping[str, str], Mapping[str, str]],
    kept: Collection[str],
    *,
    is_predicted: bool,
) -> StructureOrigin:
    """Tell whether a file holds another protein than the chains that were read of it.

    Parameters
    ----------
    entry : str
        From :func:`read_entry`.
    proteins : tuple of mapping of str to str
        From :func:`list_proteins`, before chains were left out.
    kept : collection of str
        Chains that were read.
    is_predicted : bool
        Whether the structural model is predicted.

    Notes
    -----
    Copies of one protein are no complex here, as
    :func:`~tubulus.dock.structures.sequences.is_same_protein` tells them.
    """
    if is_predicted:
        return StructureOrigin(entry, "predicted")
    shown, declared = proteins
    known = {**shown, **declared}
    own = [known[chain] for chain in kept if chain in known]
    others = tuple(
        chain
        for chain, letters in known.items()
        if chain not in kept and not any(is_same_protein(letters, one) for one in own)
    )
    if own and others:
        return StructureOrigin(entry, "bound", others)
    # a file that was cut to one chain says so by what it still declares, or says nothing
    whole = bool(entry) and bool(own) and all(chain in declared for chain in kept if chain in shown)
    return StructureOrigin(entry, "alone" if whole else "unknown")


def _declare(name: str, entity: gemmi.Entity) -> dict[str, str]:
    letters = _translate(gemmi.Entity.first_mon(item) for item in entity.full_sequence)
    return {name: letters} if letters else {}


def _translate(names: Iterable[str]) -> str:
    """Translate to letters; empty for nucleic acid, short peptides and what is no polymer."""
    letters = derive_letters(
        [derive_parent(n) if gemmi.find_tabulated_residue(n).is_amino_acid() else n for n in names]
    )
    return letters if len(letters) - letters.count("X") >= _LEAST_RESIDUES else ""

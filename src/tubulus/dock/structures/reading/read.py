"""Structures out of PDB and mmCIF files, with what was left out and what cannot be used."""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import gemmi
import numpy as np

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.atoms import collect_atoms
from tubulus.dock.structures.reading.database_links import (
    DatabaseLink,
    read_database_links,
    read_full_sequences,
)
from tubulus.dock.structures.reading.files import StructureText, read_structure_text, refuse
from tubulus.dock.structures.reading.models import build_assembly, choose_model
from tubulus.dock.structures.reading.origin import (
    StructureOrigin,
    list_proteins,
    read_entry,
    tell_origin,
)
from tubulus.dock.structures.reading.pdb_columns import (
    check_coordinate_columns,
    count_blank_elements,
)
from tubulus.dock.structures.reading.predictions import (
    note_likeness,
    rescale_confidence,
    tells_prediction,
)
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = [
    "LONGEST_NAME",
    "MOST_ATOMS",
    "ReadingOptions",
    "StructureReading",
    "parse_structure",
    "read_structure",
    "require_short_names",
]

MOST_ATOMS = 40_000
"""Heavy atoms of a partner that are read at most; larger ones do not fit the search grids."""
LONGEST_NAME = 8
"""Letters of a chain name that :class:`Structure` holds."""

_END = re.compile(r"^END[ ]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What is read of a structure file.

    Parameters
    ----------
    chains : tuple of str
        Chains to read; empty: all. After building an assembly, ``A`` means all copies of the
        file's chain A, and ``A2`` that copy if the file has no chain of this name.
    model : int, optional
        Number of the model as the file gives it; left out: the only one, or the first of an
        ensemble.
    assembly : str, optional
        Name of the biological assembly to build, usually ``1``; left out: the deposited atoms.
    is_predicted : bool, optional
        Whether the structural model is predicted and carries pLDDT in place of displacement
        parameters; left out: told from the file's title and categories, and noted where a file
        without either looks like one.
    most_atoms : int
        Heavy atoms that are read at most.
    """

    chains: tuple[str, ...] = ()
    model: int | None = None
    assembly: str | None = None
    is_predicted: bool | None = None
    most_atoms: int = MOST_ATOMS


@dataclass(frozen=True, slots=True)
class StructureReading:
    """A structure and what its file says about it.

    Attributes
    ----------
    structure : Structure
        Heavy atoms of polypeptides, glycans and cofactors; one location an atom.
    notes : tuple of Note
        What was chosen, changed and left out.
    full_sequences : dict of str to str
        Declared sequence by chain, residues without atoms included; absent where the file
        declares none.
    links : tuple of DatabaseLink
        Declared stretches of UniProt entries.
    origin : StructureOrigin
        Entry of the Protein Data Bank, and whether another protein was solved with it.
    """

    structure: Structure
    notes: tuple[Note, ...]
    full_sequences: dict[str, str]
    links: tuple[DatabaseLink, ...]
    origin: StructureOrigin = field(default_factory=StructureOrigin)


def read_structure(
    path: str | os.PathLike[str], options: ReadingOptions | None = None
) -> StructureReading:
    """Read a structure from a PDB or mmCIF file, packed with gzip or not.

    Parameters
    ----------
    path : str or path
        File that ends in ``.pdb``, ``.ent``, ``.cif`` or ``.mmcif``, perhaps with ``.gz``.
    options : ReadingOptions, optional
        What to read.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no polypeptide with side chains, or what was asked
        for is not in it. The message says what to do.
    """
    path = Path(path)
    options = options or ReadingOptions()
    source = read_structure_text(path)
    parsed = parse_structure(source)
    notes: list[Note] = []
    index, chosen = choose_model(parsed, source.name, options.model)
    notes += chosen
    while len(parsed) > index + 1:
        del parsed[-1]
    for _ in range(index):
        del parsed[0]
    sequences = read_full_sequences(parsed)
    links = read_database_links(source)
    entry, proteins = read_entry(parsed), list_proteins(parsed)
    kept = options.chains or tuple(chain.name for chain in parsed[0])
    copied: dict[str, str] = {}
    if options.assembly is not None:
        copied, note = build_assembly(parsed, source.name, options.assembly)
        notes.append(note)
        sequences = {c: sequences[chain] for c, chain in copied.items() if chain in sequences}
        links = tuple(
            replace(x, chain=c) for c, of in copied.items() for x in links if x.chain == of
        )
    model = _select_chains(parsed[0], options.chains, copied, source.name)
    require_short_names((chain.name for chain in model), source.name)
    _require_atoms(model, options, source.name)
    structure, collected = collect_atoms(model, _derive_name(path), source.name)
    notes += collected
    if source.format == "pdb" and (blank := count_blank_elements(source.text)):
        text = f"{count_things(blank, 'atom')} without an element in the file; told by the name"
        notes.append(Note("element_inferred", text, blank))
    _require_protein(structure, notes, source.name)
    structure = replace(structure, source_name=source.name, source_hash=source.file_hash)
    is_predicted = _decide_prediction(parsed, source, options)
    if is_predicted:
        structure, note = rescale_confidence(structure)
        notes.append(note)
    elif options.is_predicted is None and not entry:
        notes += note_likeness(model)
    origin = tell_origin(entry, proteins, kept, is_predicted=is_predicted)
    return StructureReading(structure, tuple(notes), sequences, links, origin)


def parse_structure(source: StructureText) -> gemmi.Structure:
    """Parse the text of a structure file.

    Raises
    ------
    InputError
        If it cannot be parsed, or holds no atoms.
    """
    if source.format == "pdb":
        check_coordinate_columns(source.name, source.text)
    try:
        if source.format == "pdb":
            # what follows an END in the middle, as in files put together, is not lost
            parsed = gemmi.read_pdb_string(_END.sub("", source.text))
        else:
            document = gemmi.cif.read_string(source.text)
            parsed = gemmi.make_structure_from_block(document[0])
    except (RuntimeError, ValueError, IndexError) as error:
        first = str(error).strip().splitlines()[0]
        refuse(
            source.name,
            f"the file cannot be parsed as {source.format} ({first})",
            "it is perhaps cut off or edited: download it again, or export it from the program "
            "that made it",
        )
    parsed.setup_entities()
    if len(parsed) == 0 or all(model.count_atom_sites() == 0 for model in parsed):
        refuse(source.name, "the file holds no atoms", "give a file with coordinates")
    return parsed


def _select_chains(
    model: gemmi.Model, chains: tuple[str, ...], copied: Mapping[str, str], name: str
) -> gemmi.Model:
    """Leave the chains that were asked for, or all copies of them in an assembly."""
    present = list(dict.fromkeys(chain.name for chain in model))
    wanted = {
        chain: [p for p in present if copied.get(p, p) == chain]
        or [p for p in present if p == chain]
        for chain in chains
    }
    absent = [chain for chain, found in wanted.items() if not found]
    if absent:
        refuse(
            name,
            f"there is no chain {', '.join(absent)}",
            f"the chains are {', '.join(present)} (names of the author, case matters)",
            field="chains",
        )
    kept = {p for found in wanted.values() for p in found} or set(present)
    for chain in present:
        if chain not in kept:
            model.remove_chain(chain)
    return model


def require_short_names(chains: Iterable[str], name: str) -> None:
    """Refuse chain names that would be cut, so that chains that begin alike were one.

    Raises
    ------
    InputError
        With the names that are too long.
    """
    long = [chain for chain in chains if len(chain) > LONGEST_NAME]
    if long:
        refuse(
            name,
            f"the names of these chains are longer than {LONGEST_NAME} letters: {', '.join(long)}",
            "rename them in the file (auth_asym_id of mmCIF)",
            field="chains",
        )


def _require_atoms(model: gemmi.Model, options: ReadingOptions, name: str) -> None:
    n_atoms = model.count_atom_sites()
    # not even with two hydrogens for each heavy atom could so many fit
    if n_atoms <= 3 * options.most_atoms:
        atoms = [(c.name, r, a) for c in model for r in c for a in r if not a.is_hydrogen()]
        n_atoms = len(atoms)
        for chain, residue, atom in atoms:
            if not math.isfinite(atom.pos.x + atom.pos.y + atom.pos.z):
                place = f"{atom.name} of {chain}:{residue.name}{residue.seqid}"
                refuse(name, f"the coordinates of {place} are no numbers", "export it again")
    if n_atoms > options.most_atoms:
        names = list(dict.fromkeys(chain.name for chain in model))
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        chains = ", ".join(names[:8]) + more
        refuse(
            name,
            f"{n_atoms:,} atoms are more than the {options.most_atoms:,} that a partner may have",
            f"name the chains that form the partner (of {chains})",
        )


def _require_protein(structure: Structure, notes: list[Note], name: str) -> None:
    protein = structure.select(~structure.is_hetero)
    if protein.n_atoms == 0:
        nucleic = any(note.kind == "nucleic_acid_dropped" for note in notes)
        what = "only nucleic acid" if nucleic else "no amino acid"
        refuse(name, f"what was read holds {what}", "give a protein structure or other chains")
    labels = label_residues(protein)
    if len(set(labels)) < len(labels):
        twice = next(label for label, count in Counter(labels).items() if count > 1)
        refuse(
            name,
            f"residue {twice} stands in two places of one chain",
            "two copies of a molecule have one chain name, perhaps: rename the chains",
        )
    sizes = np.diff(np.append(protein.residue_starts, protein.n_atoms))
    if np.mean(sizes == 1) > 0.9:
        refuse(
            name,
            f"{int((sizes == 1).sum())} of {len(sizes)} residues have one atom only: this is an "
            "alpha-carbon trace",
            "give a structure with side chains; docking scores need all heavy atoms",
        )


def _decide_prediction(
    parsed: gemmi.Structure, source: StructureText, options: ReadingOptions
) -> bool:
    if options.is_predicted is not None:
        return options.is_predicted
    return tells_prediction(parsed, source)


def _derive_name(path: Path) -> str:
    return path.name.removesuffix(".gz").rsplit(".", 1)[0]

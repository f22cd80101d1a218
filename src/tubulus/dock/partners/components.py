"""The proteins that a structure file holds, as it declares them: chains, entry, gene, sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gemmi
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM
from tubulus.dock.structures.reading.database_links import read_database_links
from tubulus.dock.structures.reading.files import StructureText, read_structure_text, refuse
from tubulus.dock.structures.reading.read import parse_structure, require_short_names
from tubulus.dock.structures.residue_kinds import derive_parent
from tubulus.dock.structures.sequences import derive_letters, is_same_protein

__all__ = [
    "Component",
    "list_chain_names",
    "list_components",
    "read_letters",
]

_LEAST_RESIDUES: Final = 10
# share of residues of one atom from which a chain is a trace, as where partners are read
_TRACE: Final = 0.9
# Pairs of residues in contact from which copies are one partner: in the complexes at hand dimers
# of growth factors have 76 to 167, copies that only a crystal holds together 0 to 9.
_LEAST_CONTACTS: Final = 20


@dataclass(frozen=True, slots=True)
class Component:
    """One protein of a file.

    Attributes
    ----------
    chains : tuple of str
        One copy, or the copies that hold together.
    n_copies : int
        Chains of this protein in the file.
    n_in_assembly : int
        Copies of it in the first biological assembly that the file describes; 0 where it
        describes none.
    accession, gene : str
        UniProt accession and gene symbol, as the file declares them; empty where it does not.
    sequence : str
        One letter a residue that has atoms, of the first copy.
    """

    chains: tuple[str, ...]
    n_copies: int
    n_in_assembly: int
    accession: str
    gene: str
    sequence: str


def list_chain_names(path: Path) -> tuple[str, ...]:
    """List the author's names of all chains in the first model of a structure file.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return tuple(chain.name for chain in parse_structure(read_structure_text(path))[0])


def list_components(path: Path) -> tuple[Component, ...]:
    """List the proteins of a structure file in the order of their first chains.

    Chains are copies of one protein where their sequences are 90 % identical over 70 % of the
    chain. Chains with fewer than 10 amino acids are passed over.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no protein, or alpha carbons alone.
    """
    source = read_structure_text(path)
    parsed = parse_structure(source)
    sequences = {
        chain.name: letters
        for chain in parsed[0]
        if len(letters := read_letters(chain)) >= _LEAST_RESIDUES
    }
    require_short_names(sequences, source.name)
    if not sequences:
        refuse(source.name, "the file holds no protein", "give a protein structure")
    if all(_is_trace(chain) for chain in parsed[0] if chain.name in sequences):
        message = "the residues have one atom only: this is an alpha-carbon trace"
        refuse(source.name, message, "give a structure with side chains; docking needs all atoms")
    accessions = {link.chain: link.accession for link in reversed(read_database_links(source))}
    declared = _read_declarations(source, parsed)
    made = []
    for chains in _group_copies(sequences):
        body = _join_touching(parsed[0], chains)
        first = body[0]
        accession, gene = declared.get(first, ("", ""))
        made.append(
            Component(
                chains=body,
                n_copies=len(chains),
                n_in_assembly=sum(_count_in_assembly(parsed, chain) for chain in chains),
                accession=accessions.get(first, accession),
                gene=gene,
                sequence=sequences[first],
            )
        )
    return tuple(made)


def _is_trace(chain: gemmi.Chain) -> bool:
    sizes = [len(residue) for residue in chain if residue.find_atom("CA", "*") is not None]
    return sizes.count(1) > _TRACE * len(sizes)


def read_letters(chain: gemmi.Chain) -> str:
    """Read the sequence of a parsed chain as its alpha carbons show it, without unknown ends."""
    names = [residue.name for residue in chain if residue.find_atom("CA", "*") is not None]
    return derive_letters([derive_parent(name) for name in names]).strip("X")


def _group_copies(sequences: dict[str, str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for chain, letters in sequences.items():
        for group in groups:
            if is_same_protein(letters, sequences[group[0]]):
                group.append(chain)
                break
        else:
            groups.append([chain])
    return groups


def _join_touching(model: gemmi.Model, chains: Sequence[str]) -> tuple[str, ...]:
    """Return the first copy with those that it holds on to, directly or through others."""
    if len(chains) == 1:
        return tuple(chains)
    atoms = {chain: _collect_positions(model[chain]) for chain in chains}
    trees = {chain: cKDTree(positions) for chain, (positions, _) in atoms.items()}
    body, left = [chains[0]], list(chains[1:])
    for member in body:
        near = [c for c in left if _count_contacts(trees, atoms, member, c) >= _LEAST_CONTACTS]
        body += near
        left = [chain for chain in left if chain not in near]
    return tuple(chain for chain in chains if chain in body)


def _count_in_assembly(parsed: gemmi.Structure, chain: str) -> int:
    if not parsed.assemblies:
        return 0
    names = {chain, *(residue.subchain for residue in parsed[0][chain].get_polymer())}
    generators = parsed.assemblies[0].generators
    return sum(len(g.operators) for g in generators if names & {*g.chains, *g.subchains})


_Atoms = tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]


def _collect_positions(chain: gemmi.Chain) -> _Atoms:
    rows = [
        (*atom.pos.tolist(), index)
        for index, residue in enumerate(chain)
        if residue.find_atom("CA", "*") is not None
        for atom in residue
        if not atom.is_hydrogen()
    ]
    table = np.array(rows, dtype=np.float64)
    return table[:, :3], table[:, 3].astype(np.int64)


def _count_contacts(trees: dict[str, cKDTree], atoms: dict[str, _Atoms], one: str, two: str) -> int:
    found = trees[one].query_ball_tree(trees[two], CONTACT_ANGSTROM)
    pairs = {
        (int(atoms[one][1][i]), int(atoms[two][1][j])) for i, near in enumerate(found) for j in near
    }
    return len(pairs)


def _read_declarations(
    source: StructureText, parsed: gemmi.Structure
) -> dict[str, tuple[str, str]]:
    """Read accession and gene of each chain from an mmCIF file; PDB files have no such place."""
    if source.format != "mmcif":
        return {}
    block = gemmi.cif.read_string(source.text)[0]
    genes: dict[str, str] = {}
    for row in block.find(["_entity_src_gen.entity_id", "_entity_src_gen.pdbx_gene_src_gene"]):
        genes.setdefault(row.str(0), row.str(1))
    accessions: dict[str, str] = {}
    target = [f"_ma_target_ref_db_details.{x}" for x in ("target_entity_id", "db_accession")]
    for row in block.find([*target, "_ma_target_ref_db_details.gene_name"]):
        accessions[row.str(0)] = row.str(1)
        genes.setdefault(row.str(0), row.str(2))
    found = {}
    for chain in parsed[0]:
        entity_of = parsed.get_entity_of(chain.get_polymer())
        if entity_of is not None:
            gene = genes.get(entity_of.name, "").split(",")[0].strip()
            gene = "" if gene in ("?", ".") else gene
            found[chain.name] = accessions.get(entity_of.name, ""), gene
    return found

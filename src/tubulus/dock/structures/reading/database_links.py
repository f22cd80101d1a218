"""What a structure file says about the protein: its whole sequence and its UniProt entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gemmi

from tubulus.dock.structures.reading.files import StructureText
from tubulus.dock.structures.residue_kinds import derive_parent
from tubulus.dock.structures.sequences import derive_letters
from tubulus.dock.tables.accessions import is_accession

__all__ = ["DatabaseLink", "read_database_links", "read_full_sequences"]

_STRUCT_REF = ("_struct_ref.id", "_struct_ref.db_name")
_STRUCT_REF_SEQ = (
    "_struct_ref_seq.pdbx_strand_id",
    "_struct_ref_seq.pdbx_db_accession",
    "_struct_ref_seq.pdbx_auth_seq_align_beg",
    "_struct_ref_seq.pdbx_auth_seq_align_end",
    "_struct_ref_seq.db_align_beg",
    "?_struct_ref_seq.ref_id",
)
_UNIPROT = "UNP"


@dataclass(frozen=True, slots=True)
class DatabaseLink:
    """A stretch of a chain that is a stretch of a UniProt entry, as the file declares it.

    Attributes
    ----------
    chain, accession : str
        Chain name and UniProt accession.
    start, end : int
        First and last residue number in the chain.
    database_start : int
        Position of the first residue in the UniProt sequence, counted from 1.
    """

    chain: str
    accession: str
    start: int
    end: int
    database_start: int


def read_database_links(source: StructureText) -> tuple[DatabaseLink, ...]:
    """Read the declared stretches of UniProt entries; records that cannot be read are passed over.

    From ``DBREF`` records of PDB files and ``_struct_ref_seq`` of mmCIF files; stretches of other
    databases are passed over, the Protein Data Bank's own among them.
    """
    if source.format == "pdb":
        lines = (line for line in source.text.splitlines() if line.startswith("DBREF "))
        fields = [
            (x[12], x[33:41], x[14:18], x[20:24], x[55:60])
            for x in lines
            if x[26:32].strip() == _UNIPROT
        ]
    else:
        block = gemmi.cif.read_string(source.text)[0]
        databases = {row.str(0): row.str(1) for row in block.find(list(_STRUCT_REF))}
        fields = [
            (row.str(0), row.str(1), row.str(2), row.str(3), row.str(4))
            for row in block.find(list(_STRUCT_REF_SEQ))
            if _is_of_uniprot(row, databases)
        ]
    links = (_make_link(*(value.strip() for value in row)) for row in fields)
    return tuple(link for link in links if link is not None)


def _is_of_uniprot(row: gemmi.cif.Table.Row, databases: Mapping[str, str]) -> bool:
    """Tell whether a stretch is of UniProt; by the form of its accession where nothing says so."""
    database = databases.get(row.str(5)) if row.has(5) else None
    return is_accession(row.str(1)) if database is None else database == _UNIPROT


def read_full_sequences(structure: gemmi.Structure) -> dict[str, str]:
    """Return the sequence that the file declares for each chain, residues without atoms included.

    From ``SEQRES`` records or ``_entity_poly_seq``; chains without them are absent.
    """
    sequences = {}
    for chain in structure[0]:
        entity = structure.get_entity_of(chain.get_polymer())
        if entity is not None and entity.full_sequence:
            names = (gemmi.Entity.first_mon(item) for item in entity.full_sequence)
            sequences[chain.name] = derive_letters([derive_parent(name) for name in names])
    return sequences


def _make_link(
    chain: str, accession: str, start: str, end: str, database_start: str
) -> DatabaseLink | None:
    try:
        return DatabaseLink(chain, accession, int(start), int(end), int(database_start))
    except ValueError:
        return None

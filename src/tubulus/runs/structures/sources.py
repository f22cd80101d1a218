"""Where structures can be fetched from, under which terms, and what to cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tubulus.dock.structures.reading.origin import shorten_entry

__all__ = ["ALPHAFOLD", "PDB", "Entry", "StructureSource", "read_entry"]


@dataclass(frozen=True, slots=True)
class StructureSource:
    """A public collection of structures.

    Parameters
    ----------
    title : str
        What it is called.
    pattern : str
        Address of an entry; ``{id}`` stands for its name.
    documentation : str
        Page that describes the address.
    licence, citation : str
        Terms, and what to cite; ``{id}`` as above.
    """

    title: str
    pattern: str
    documentation: str
    licence: str
    citation: str


PDB = StructureSource(
    "Protein Data Bank",
    "https://files.rcsb.org/download/{id}.cif.gz",
    "https://www.rcsb.org/docs/programmatic-access/file-download-services",
    "CC0 1.0 (wwPDB)",
    "https://doi.org/10.2210/pdb{id}/pdb with the authors' paper; Berman et al. 2000, Nucleic "
    "Acids Research 28:235-242, https://doi.org/10.1093/nar/28.1.235",
)
"""Measured structures, one file an entry, as mmCIF."""

ALPHAFOLD = StructureSource(
    "AlphaFold Protein Structure Database",
    "https://alphafold.ebi.ac.uk/api/prediction/{id}",
    "https://biopython.org/docs/latest/api/Bio.PDB.alphafold_db.html (key cifUrl of the answer)",
    "CC BY 4.0",
    "Jumper et al. 2021, Nature, https://doi.org/10.1038/s41586-021-03819-2; Varadi et al. 2022, "
    "Nucleic Acids Research 50:D439-D444, https://doi.org/10.1093/nar/gkab1061",
)
"""Predicted structural models by UniProt accession; the address answers with that of the file."""

_PDB_ID = re.compile(r"[1-9][A-Za-z0-9]{3}")
# the form of UniProt's accession numbers, https://www.uniprot.org/help/accession_numbers
_ACCESSION = re.compile(r"[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a source.

    Parameters
    ----------
    source : StructureSource
        Where it is.
    name : str
        PDB entry or UniProt accession, in capitals.
    """

    source: StructureSource
    name: str

    @property
    def address(self) -> str:
        """Where the entry is asked for."""
        name = self.name.lower() if self.source is PDB else self.name
        return self.source.pattern.format(id=name)

    @property
    def citation(self) -> str:
        """What to cite for this entry."""
        return self.source.citation.format(id=self.name.lower())

    def matches(self, file: str) -> bool:
        """Tell whether a file bears the name of this entry, as the sources and others write it.

        ``1KTZ.cif.gz``, ``1ktz_anything.pdb``, ``pdb1ktz.ent.gz``, ``pdb_00001ktz.cif``;
        ``AF-P10600-F1-model_v4.cif``.
        """
        stem = file.lower().split(".")[0]
        name = self.name.lower()
        if self.source is ALPHAFOLD:
            return stem.startswith((f"af-{name}-f1", f"{name}-f1")) or stem == name
        return stem in (name, f"pdb{name}", f"pdb_0000{name}") or stem.startswith(
            (f"{name}_", f"{name}-")
        )


def read_entry(text: str) -> Entry | None:
    """Read a PDB entry (``1KTZ``) or a UniProt accession (``P10600``); None where it is neither.

    ``PDB_00001KTZ`` is the entry ``1KTZ``.
    """
    given = text.strip().upper()
    name = shorten_entry(given) or given
    if _PDB_ID.fullmatch(name):
        return Entry(PDB, name)
    return Entry(ALPHAFOLD, name) if _ACCESSION.fullmatch(name) else None

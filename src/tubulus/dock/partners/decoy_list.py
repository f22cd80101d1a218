"""Entries of the Protein Data Bank from which decoy partners can be taken. No coordinates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from tubulus.dock.preparation.partners import PartnerRole

__all__ = ["DECOY_SOURCES", "DecoyEntry", "load_decoy_list"]

DECOY_SOURCES = {
    "SKEMPI 2.0": "Jankauskaite et al. 2019, Bioinformatics 35:462-469",
    "Docking Benchmark 5": "Vreven et al. 2015, J Mol Biol 427:3031-3041",
    "MaSIF": "repository LPDI-EPFL/masif, docking comparison",
}
"""Collections that name entry, chains and protein, with what to cite for them."""


@dataclass(frozen=True, slots=True)
class DecoyEntry:
    """A partner of a known complex, taken out of it; the other half may stand in the list too.

    Attributes
    ----------
    pdb_id : str
        Entry.
    chains : tuple of str
        Chains of the author that form the partner.
    genes : tuple of str
        Human gene symbols; empty where the protein has none or its species is another.
    protein : str
        What it is.
    role : {"ligand", "receptor"}
        Side on which it stands in.
    source : str
        Collection that names it, a key of ``DECOY_SOURCES``.
    """

    pdb_id: str
    chains: tuple[str, ...]
    genes: tuple[str, ...]
    protein: str
    role: PartnerRole
    source: str

    @property
    def name(self) -> str:
        """Name as a partner: never a bare gene symbol, so that no shortlist asks for it."""
        return f"decoy {'+'.join(self.genes) or self.protein} {self.pdb_id}"


def load_decoy_list() -> tuple[DecoyEntry, ...]:
    """Load the list: secreted proteins and ectodomains, in both roles.

    No two are homologous by ``derive_families``. No ligand of the list is paired with a receptor
    of the list in the built-in table of pairs, unless both come from one entry: such two are no
    decoy pair of each other, for a campaign leaves out all pairs out of one file.
    """
    text = (files("tubulus.dock.partners") / "decoys.csv").read_text(encoding="utf-8")
    return tuple(
        DecoyEntry(
            row["pdb_id"],
            tuple(row["chains"].split()),
            tuple(gene for gene in row["gene"].split("+") if gene),
            row["protein"],
            "ligand" if row["role"] == "ligand" else "receptor",
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )

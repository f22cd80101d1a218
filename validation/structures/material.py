"""Requests of partners from the tables beside the repository; empty where these are absent."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tubulus.dock.partners.components import list_components
from tubulus.dock.partners.decoy_list import load_decoy_list
from tubulus.dock.preparation.partners import PartnerRequest, PartnerRole
from tubulus.dock.structures.reading.read import ReadingOptions

SHARED = Path(__file__).parents[3] / "shared"


@dataclass(frozen=True)
class Half:
    """One partner of an entry: gene symbol or protein, role, file and chains."""

    entry: str
    gene: str
    role: PartnerRole
    path: Path
    chains: tuple[str, ...]
    note: str

    @property
    def request(self) -> PartnerRequest:
        return PartnerRequest(
            self.path,
            name=f"{self.gene} {self.entry}",
            role=self.role,
            reading=ReadingOptions(chains=self.chains),
        )


def list_partners() -> list[Half]:
    """List the partners of ``../shared/structures`` by its index."""
    table = SHARED / "structures/index.tsv"
    if not table.exists():
        return []
    with table.open(encoding="utf-8") as stream:
        return [
            component
            for row in csv.DictReader(stream, delimiter="\t")
            for component in _read_row(row)
        ]


def _read_row(row: dict[str, str]) -> Iterator[Half]:
    roles: tuple[tuple[PartnerRole, str], ...] = (("ligand", "ligand"), ("receptor", "receptor"))
    for role, side in roles:
        gene, _, chains = row[f"{side}_gene:chains"].rpartition(":")
        if not gene:
            continue
        name = row["pdb_id"] if row["kind"] == "complex" else f"{row['pdb_id']}_{gene}"
        path = SHARED / "structures" / row["kind"] / f"{name}.pdb.gz"
        # the table keeps single proteins in the first column, receptors among them
        place: PartnerRole = (
            "receptor" if row["kind"] == "single" and "ectodomain" in row["note"] else role
        )
        yield Half(row["pdb_id"], gene, place, path, tuple(chains.split(",")), row["note"] or "")


def list_unbound(count: int) -> list[PartnerRequest]:
    """List the unbound partners of the first cases of Docking Benchmark 5."""
    table = SHARED / "bm5/cases.tsv"
    if not table.exists():
        return []
    names = [line.split("\t")[0] for line in table.read_text().splitlines()[1 : count + 1]]
    sides: tuple[tuple[str, PartnerRole], ...] = (("r", "receptor"), ("l", "ligand"))
    return [
        PartnerRequest(SHARED / f"bm5/pdb/{name}_{side}_u.pdb.gz", name=f"{name} {side}", role=role)
        for name in names
        for side, role in sides
    ]


BENCHMARK_SIDES = {
    "1EER": "r", "2VXT": "l", "3HMX": "l", "1CGI": "l", "1ACB": "l", "1GHQ": "l",
    "2AJF": "r", "3BIW": "r", "1TMQ": "r", "1YVB": "r",
}  # fmt: skip
"""Side of Docking Benchmark 5 on which a decoy partner of the curated list stands."""


def find_decoy_sequences() -> dict[str, tuple[str, ...]]:
    """Read the sequences of the curated decoy partners; empty without the files."""
    if not (SHARED / "structures").is_dir():
        return {}
    found = {}
    for entry in load_decoy_list():
        if entry.pdb_id in BENCHMARK_SIDES:
            side = BENCHMARK_SIDES[entry.pdb_id]
            parts = list_components(SHARED / f"bm5/pdb/{entry.pdb_id}_{side}_b.pdb.gz")
        else:
            path = next((SHARED / "structures").rglob(f"{entry.pdb_id}*"))
            parts = tuple(c for c in list_components(path) if {*c.chains} & {*entry.chains})
        found[entry.name] = tuple(part.sequence for part in parts)
    return found

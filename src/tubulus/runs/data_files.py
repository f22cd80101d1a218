"""What data Tubulus carries, under which licence, and which files a user can add to a screen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from tubulus.core.files import compute_file_hash
from tubulus.runs.data_kinds import DATA_KINDS, find_data_kind
from tubulus.runs.structures.sources import ALPHAFOLD, PDB
from tubulus.screen.gene_sets.builtin import GENE_SETS
from tubulus.screen.identifiers.table import TABLE_DATE, count_identifiers
from tubulus.screen.knowledge.builtin import load_builtin_complexes
from tubulus.screen.knowledge.liana import find_liana_table
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)

__all__ = ["DataFile", "list_data_files"]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table that is built in or that a user can add.

    Parameters
    ----------
    name : str
        What it is called.
    state : str
        ``built in``, ``found`` or ``not found`` (installed beside Tubulus), ``can be added``.
    rows : int or None
        Rows of a built-in table.
    licence, source : str
        Under which terms, and where it comes from.
    setting : str
        Key of the study file that names or replaces it, from its section on.
    kind : str
        What ``tubulus data add`` calls it; empty for a built-in table.
    purpose : str
        What it is good for.
    columns : tuple of str
        Columns that a file must have.
    version, sha256 : str
        Version and hash of a table that is there; empty where there is none yet.
    """

    name: str
    state: str
    rows: int | None
    licence: str
    source: str
    setting: str
    kind: str = ""
    purpose: str = ""
    columns: tuple[str, ...] = ()
    version: str = ""
    sha256: str = ""

    def as_plain_data(self) -> dict[str, Any]:
        """Return the record as data that JSON can hold."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that is built in: which file of the package, and how to count its rows."""

    name: str
    file: str
    count: Callable[[], int]
    licence: str
    source: str
    version: str
    setting: str = ""


_CURATED = "facts curated for Tubulus, a citation a row"
_DATABASE = "org.Hs.eg.db 3.16"
_BUILT_IN = (
    _Table(
        "receptors of tubule cells", "tables/receptors.tsv",
        lambda: load_builtin_receptors().height, _CURATED,
        "literature and expression data, see column source", "of this version of Tubulus",
        "screen.receptors_file",
    ),
    _Table(
        "cargo of MSC vesicles", "tables/cargo.tsv", lambda: load_builtin_cargo().height, _CURATED,
        "abstracts, Lai 2012 and antibody arrays, see column source", "of this version of Tubulus",
        "screen.cargo_file",
    ),
    _Table(
        "ligand-receptor pairs", "tables/pairs.tsv.gz", lambda: load_pairs().height, "MIT",
        "ConnectomeDB2020 (Hou 2020), literature-supported pairs", "2020",
        "screen.evidence.pair_sources",
    ),
    _Table(
        "complexes of receptors", "knowledge/complexes.tsv",
        lambda: load_builtin_complexes().height, "facts, a citation a row",
        "a reference a row, see column reference", "of this version of Tubulus",
        "screen.evidence.pair_sources",
    ),
    _Table(
        "gene sets downstream of receptors", "tables/gene_sets.tsv.gz", lambda: len(GENE_SETS),
        "GO CC BY 4.0, org.Hs.eg.db Artistic-2.0", "Gene Ontology by org.Hs.eg.db",
        f"{_DATABASE}, release of July 2022", "screen.evidence.gene_set",
    ),
    _Table(
        "human coding genes: topology class and study attention", "tables/genes.tsv.gz",
        lambda: load_genes().height,
        "NCBI Gene public domain, GO CC BY 4.0, org.Hs.eg.db Artistic-2.0", _DATABASE, "3.16",
    ),
    _Table(
        "identifiers of human genes", "tables/identifiers.tsv.gz", count_identifiers,
        "NCBI Gene public domain, UniProt CC BY 4.0, org.Hs.eg.db Artistic-2.0",
        f"{_DATABASE} (NCBI Gene of {TABLE_DATE})", "3.16",
    ),
)  # fmt: skip


_STRUCTURES = (
    DataFile(
        "structures of proteins: entries that you name, or files of yours with --from",
        "can be added", None, "PDB CC0 1.0, AlphaFold database CC BY 4.0",
        f"{PDB.title}, {PDB.pattern}; {ALPHAFOLD.title}, {ALPHAFOLD.pattern}",
        "dock.partners_file", kind="structures", purpose="docking of the shortlist or of any pairs",
    ),
    DataFile(
        "decoy partners of docking, from a curated list of entries", "can be added", None,
        "PDB CC0 1.0", f"{PDB.title}, {PDB.pattern}; or files of yours with --from",
        "dock.partners_file", kind="decoys", purpose="the null against which docking is calibrated",
    ),
)  # fmt: skip


def list_data_files() -> tuple[DataFile, ...]:
    """List the built-in tables, what is installed beside Tubulus, and what can be added."""
    return (
        *map(_describe_table, _BUILT_IN),
        _find_liana(),
        *(
            DataFile(
                kind.title, "can be added", None, kind.licence, kind.place, kind.setting,
                kind=kind.name, purpose=kind.purpose, columns=kind.columns,
            )
            for kind in DATA_KINDS
        ),
        *_STRUCTURES,
    )  # fmt: skip


def _describe_table(table: _Table) -> DataFile:
    content = (files("tubulus.screen") / table.file).read_bytes()
    return DataFile(
        table.name, "built in", table.count(), table.licence, table.source, table.setting,
        version=table.version, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _find_liana() -> DataFile:
    """Describe the tables of an installed LIANA: found, with version and hash, or not."""
    kind = find_data_kind("liana")
    found = find_liana_table()
    return DataFile(
        "LIANA, installed package",
        "found" if found else "not found",
        None,
        kind.licence,
        "the package liana in this environment",
        "screen.evidence.pair_sources",
        purpose=kind.purpose,
        version=found[1] if found else "",
        sha256=compute_file_hash(found[0]) if found else "",
    )

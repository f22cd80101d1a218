"""The reference tables that ship with the package, and the human gene symbols they speak.

``tables/SOURCES.md`` names the origin and the licence of each table.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from tubulus.screen.settings import CARGO_TIERS, GRADES, CargoTier, Grade

__all__ = [
    "PAIR_SOURCE",
    "Symbols",
    "load_builtin_cargo",
    "load_builtin_receptors",
    "load_genes",
    "load_pairs",
    "load_symbols",
]

PAIR_SOURCE = "ConnectomeDB2020, literature-supported (Hou 2020, DOI:10.1038/s41467-020-18873-z)"


def _read_table(name: str) -> pl.DataFrame:
    """Read a shipped table; every column as text, an empty cell as an empty text."""
    content = (files("tubulus.screen") / "tables" / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    frame = pl.read_csv(content, separator="\t", infer_schema=False)
    return frame.with_columns(pl.all().fill_null(""))


def load_builtin_cargo(tiers: tuple[CargoTier, ...] = CARGO_TIERS) -> pl.DataFrame:
    """Load the proteins reported in vesicles of human mesenchymal stromal cells.

    Parameters
    ----------
    tiers : tuple of str
        Tiers to keep: named for human (bone-marrow) MSC in an abstract; mass spectrometry of MSC
        of other origin (hESC-derived, **not bone marrow**); antibody array only.

    Returns
    -------
    polars.DataFrame
        One row a protein: symbol, uniprot (may be empty), tier, method, source_cell, species,
        source, listed_as.
    """
    return _read_table("cargo.tsv").filter(pl.col("tier").is_in(list(tiers)))


def load_builtin_receptors(minimum_grade: Grade = "conflicting") -> pl.DataFrame:
    """Load the receptors of testis cells, one row a receptor and cell type.

    Parameters
    ----------
    minimum_grade : str
        Weakest grade of evidence to keep; ``conflicting`` keeps all rows.

    Returns
    -------
    polars.DataFrame
        symbol, uniprot, cell_type, compartment, role, grade, evidence_kind (what places the
        receptor on the cell: literature, gene link, immunohistochemistry, single-cell RNA),
        conflict (what does not detect it there, or empty), source, species, note, state
        (``present`` throughout: a receptor that nothing places on a cell is not listed).
    """
    kept = GRADES[: GRADES.index(minimum_grade) + 1]
    frame = _read_table("receptors.tsv").filter(pl.col("grade").is_in(list(kept)))
    return frame.with_columns(state=pl.lit("present"))


@cache
def load_genes() -> pl.DataFrame:
    """Load the human protein-coding genes: symbol, entrez, topology, topology_rule, attention.

    Notes
    -----
    ``topology`` is one of secreted, surface, luminal, unknown; ``attention`` counts the PubMed
    records linked to the gene. Both are derived from redistributable sources (decision 0005).
    """
    return _read_table("genes.tsv.gz").with_columns(pl.col("attention").cast(pl.Int64))


@dataclass(frozen=True, slots=True)
class Symbols:
    """Human gene symbols and the aliases that name exactly one of them."""

    known: frozenset[str]
    aliases: dict[str, str]

    def resolve(self, name: str) -> str | None:
        """Return the current symbol of a name, or None where it names no coding gene."""
        return name if name in self.known else self.aliases.get(name)


@cache
def load_symbols() -> Symbols:
    """Load the symbols of :func:`load_genes` and their unambiguous aliases."""
    aliases = _read_table("aliases.tsv.gz")
    return Symbols(
        frozenset(load_genes()["symbol"].to_list()),
        dict(zip(aliases["alias"].to_list(), aliases["symbol"].to_list(), strict=True)),
    )


@cache
def load_pairs() -> pl.DataFrame:
    """Load the ligand-receptor pairs (ligand, receptor) under current symbols."""
    symbols = load_symbols()
    frame = _read_table("pairs.tsv.gz")
    current = {
        column: [symbols.resolve(name) or name for name in frame[column].to_list()]
        for column in ("ligand", "receptor")
    }
    return pl.DataFrame(current).unique(maintain_order=True)

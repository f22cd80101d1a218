"""The embedded table of human gene identifiers (``tables/SOURCES.md`` names its origin)."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["RENAMED", "TABLE_DATE", "IdentifierTable", "count_identifiers", "load_identifiers"]

TABLE_DATE = "2022-09-12"
"""Date of the NCBI Gene data behind the table; a symbol approved later is not known."""

Names = dict[str, tuple[str, ...]]
_CODING = "protein-coding"

RENAMED: Mapping[str, str] = {
    **{f"SEPT{n}": f"SEPTIN{n}" for n in (*range(1, 13), 14)},
    **{f"MARCH{n}": f"MARCHF{n}" for n in range(1, 12)},
    **{f"MARC{n}": f"MTARC{n}" for n in (1, 2)},
    "SEP15": "SELENOF",
}
"""Symbols that the HGNC renamed because spreadsheets turn them into dates (Bruford 2020,
DOI:10.1038/s41588-020-0669-3). As a former symbol each names one gene, though some are also an
alias of another (SEPT2 of SEPTIN6). DEC1 is missing on purpose: it was the symbol of DELEC1, a
non-coding gene, and is what most papers on proteins call BHLHE40."""


@dataclass(frozen=True, slots=True)
class IdentifierTable:
    """Names of human genes and what each of them names.

    Parameters
    ----------
    coding : frozenset of str
        Approved symbols of protein-coding genes.
    other_types : mapping of str to str
        Approved symbols of other genes and their type (ncRNA, pseudo, ...).
    aliases, uniprot, entrez, ensembl : mapping of str to tuple of str
        The symbols of all genes that an identifier names, coding ones first.
    """

    coding: frozenset[str]
    other_types: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    uniprot: Mapping[str, tuple[str, ...]]
    entrez: Mapping[str, tuple[str, ...]]
    ensembl: Mapping[str, tuple[str, ...]]

    def find_type(self, symbol: str) -> str | None:
        """Return the type of the gene of an approved symbol, or None where it is unknown."""
        return _CODING if symbol in self.coding else self.other_types.get(symbol)

    def select_coding(self, symbols: Iterable[str]) -> tuple[str, ...]:
        """Select the symbols of protein-coding genes."""
        return tuple(symbol for symbol in symbols if symbol in self.coding)


def count_identifiers() -> int:
    """Count the genes of the embedded table."""
    table = load_identifiers()
    return len(table.coding) + len(table.other_types)


@cache
def load_identifiers() -> IdentifierTable:
    """Load the embedded table, once in a process."""
    content = (files("tubulus.screen") / "tables" / "identifiers.tsv.gz").read_bytes()
    lines = gzip.decompress(content).decode("utf-8").split("\n")[1:-1]
    aliases: Names = {}
    uniprot: Names = {}
    entrez: Names = {}
    ensembl: Names = {}
    types: dict[str, str] = {}
    for line in lines:
        symbol, kind, number, *cells = line.split("\t")
        # coding genes come first; a symbol that two genes bear is that of the coding one
        types.setdefault(symbol, kind)
        entrez[number] = (symbol,)
        for names, cell in zip((aliases, uniprot, ensembl), cells, strict=True):
            for name in cell.split("|") if cell else ():
                names[name] = (*names[name], symbol) if name in names else (symbol,)
    aliases.update((old, (new,)) for old, new in RENAMED.items())
    coding = frozenset(symbol for symbol, kind in types.items() if kind == _CODING)
    other_types = {symbol: kind for symbol, kind in types.items() if kind != _CODING}
    return IdentifierTable(coding, other_types, aliases, uniprot, entrez, ensembl)

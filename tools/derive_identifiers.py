"""Derive the table of gene identifiers that ``tubulus.screen`` ships (for maintainers).

Nothing is downloaded here. The input is ``org.Hs.eg.sqlite`` of the Debian package
r-bioc-org.hs.eg.db 3.16.0-1 (``apt-get download r-bioc-org.hs.eg.db``, then ``dpkg-deb -x``):

    python tools/derive_identifiers.py --genes org.Hs.eg.sqlite --out src/tubulus/screen/tables

One row a gene; several names of a kind stand in one cell, separated by ``|``. Loci that are no
genes (biological regions, phenotypes of type ``unknown``) are left out, and so are non-coding genes
without a name of their own (``LOC...``).
"""

from __future__ import annotations

import argparse
import gzip
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

__all__ = ["COLUMNS", "build_identifiers", "main"]

COLUMNS = ("symbol", "type", "entrez", "aliases", "uniprot", "ensembl")
# "other": segments of immunoglobulins and T-cell receptors, mostly
GENES = (
    "protein-coding", "ncRNA", "other", "pseudo", "rRNA", "scRNA", "snRNA", "snoRNA", "tRNA",
)  # fmt: skip
Names = dict[int, set[str]]


def _read_names(base: sqlite3.Connection, query: str) -> Names:
    names: Names = defaultdict(set)
    for gene, name in base.execute(query):
        if name and not set(name) & set('|\t\n\r"'):
            names[gene].add(name)
    return names


def build_identifiers(base: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Return one row of ``COLUMNS`` a gene, coding genes first, then by symbol."""
    aliases = _read_names(base, "select _id, alias_symbol from alias")
    uniprot = _read_names(base, "select _id, uniprot_id from uniprot")
    ensembl = _read_names(base, "select _id, ensembl_id from ensembl")
    rows = []
    query = (
        "select _id, symbol, gene_type, gene_id from gene_info join genetype using (_id) "
        "join genes using (_id)"
    )
    for gene, symbol, kind, entrez in base.execute(query):
        unnamed = kind != "protein-coding" and symbol.startswith("LOC")
        if kind not in GENES or unnamed:
            continue
        others = aliases[gene] - {symbol}
        cells = (_join(others), _join(uniprot[gene]), _join(ensembl[gene]))
        rows.append((symbol, kind, entrez, *cells))
    return sorted(rows, key=lambda row: (row[1] != "protein-coding", row[0], row[2]))


def _join(names: Iterable[str]) -> str:
    return "|".join(sorted(names))


def main() -> None:
    """Read the database that the argument names and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--genes", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    base = sqlite3.connect(f"file:{given.genes}?mode=ro", uri=True)
    rows = build_identifiers(base)
    text = "\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n"
    path = given.out / "identifiers.tsv.gz"
    # no time stamp inside, so that equal rows give equal bytes
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()

r"""Derive the gene sets that ``tubulus.screen`` ships (for maintainers).

Nothing is downloaded here. The inputs are ``org.Hs.eg.sqlite`` and ``GO.sqlite`` of the Debian
packages r-bioc-org.hs.eg.db 3.16.0-1 and r-bioc-go.db 3.16.0-1, or their tables as text
(``--text FOLDER``: human_go_annotation_orgHs_3.16, go_parents, as .tsv.gz):

    python tools/derive_gene_sets.py --genes org.Hs.eg.sqlite --terms GO.sqlite \
        --out src/tubulus/screen/tables

One row a set and protein-coding gene. A gene belongs to a term if it is annotated to the term or
to a descendant over ``is_a`` and ``part_of`` (``member``); ``regulator`` marks genes that come in
only where the three ``regulates`` relations are followed as well. Evidence codes of all these
annotations are kept; ``ND`` (no data) is left out.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tubulus.screen.reference import load_genes

__all__ = ["COLUMNS", "SETS", "build_gene_sets", "find_descendants", "main"]

COLUMNS = ("set", "symbol", "role", "evidence")
SETS = {
    "spermatogenesis": "GO:0007283",
    "gdnf_signalling": "GO:0035860",
    "kit_signalling": "GO:0038109",
    "retinoic_acid_response": "GO:0032526",
    "fsh_response": "GO:0032354",
}
PARTS = {"isa", "part of"}
REGULATES = {"regulates", "negatively regulates", "positively regulates"}
Annotation = tuple[str, str, str]
Parent = tuple[str, str, str]


def find_descendants(term: str, parents: Iterable[Parent], relations: set[str]) -> set[str]:
    """Return a term and all that lies below it over the relations."""
    children = defaultdict(set)
    for child, parent, relation in parents:
        if relation in relations:
            children[parent].add(child)
    found, open_ = {term}, [term]
    while open_:
        new = children[open_.pop()] - found
        found |= new
        open_.extend(new)
    return found


def build_gene_sets(
    annotation: list[Annotation], parents: list[Parent], coding: set[str]
) -> list[tuple[str, ...]]:
    """Return one row of ``COLUMNS`` a set and gene.

    Parameters
    ----------
    annotation : list of tuple
        Symbol, term, evidence code.
    parents : list of tuple
        Child, parent, relation.
    coding : set of str
        Symbols of protein-coding genes; others are left out.
    """
    rows = []
    for name, term in SETS.items():
        below = find_descendants(term, parents, PARTS)
        around = find_descendants(term, parents, PARTS | REGULATES)
        codes: dict[str, dict[str, set[str]]] = {"member": {}, "regulator": {}}
        for symbol, place, code in annotation:
            if place in around and code != "ND" and symbol in coding:
                role = "member" if place in below else "regulator"
                codes[role].setdefault(symbol, set()).add(code)
        for role, found in codes.items():
            rows += [
                (name, symbol, role, "|".join(sorted(seen)))
                for symbol, seen in found.items()
                if role == "member" or symbol not in codes["member"]
            ]
    return sorted(rows)


def _read_databases(genes: Path, terms: Path) -> tuple[list[Annotation], list[Parent]]:
    base = sqlite3.connect(f"file:{genes}?mode=ro", uri=True)
    query = "select symbol, go_id, evidence from go_bp join gene_info using (_id)"
    annotation = list(base.execute(query))
    base = sqlite3.connect(f"file:{terms}?mode=ro", uri=True)
    query = (
        "select a.go_id, b.go_id, relationship_type from go_bp_parents p "
        "join go_term a on a._id = p._id join go_term b on b._id = p._parent_id"
    )
    return annotation, list(base.execute(query))


def _read_texts(folder: Path) -> tuple[list[Annotation], list[Parent]]:
    def read(name: str) -> list[dict[str, str]]:
        with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as stream:
            return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))

    annotation = read("human_go_annotation_orgHs_3.16")
    parents = read("go_parents")
    return (
        [(row["symbol"], row["go_id"], row["evidence"]) for row in annotation],
        [(row["child"], row["parent"], row["rel"]) for row in parents],
    )


def main() -> None:
    """Read what the arguments name and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--genes", type=Path)
    parser.add_argument("--terms", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    if given.text:
        annotation, parents = _read_texts(given.text)
    else:
        annotation, parents = _read_databases(given.genes, given.terms)
    rows = build_gene_sets(annotation, parents, set(load_genes()["symbol"]))
    text = "\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n"
    path = given.out / "gene_sets.tsv.gz"
    # no time stamp inside, so that equal rows give equal bytes
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()

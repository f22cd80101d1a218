"""Build the reference tables that ``tubulus.screen`` ships (for maintainers).

The tables are facts rewritten row by row with their source. Nothing is downloaded here: every
input is a path. Run it again only to renew the tables, then read the difference.

    python tools/build_screen_tables.py --receptors tubule_receptors.tsv \
        --stainings hpa_v21.1_ihc_testis_cells.tsv.gz --cargo bmmsc_exosome_cargo.tsv \
        --pairs connectomeDB2020_lit.txt --genes org.Hs.eg.sqlite --out src/tubulus/screen/tables

Inputs: the two curated tables of the project; the immunohistochemistry of testis cells of the
Human Protein Atlas v21.1 (gene, cell_type, level, reliability), from which nothing is copied but
that a receptor is not detected where another source puts it; ``connectomeDB2020_lit.txt`` of the
PyPI wheel stlearn 1.2.2 (the 2,293 literature-supported pairs of ConnectomeDB2020, MIT);
``org.Hs.eg.sqlite`` of the Debian package r-bioc-org.hs.eg.db 3.16.0-1 (NCBI Gene and GO annotation
of September 2022).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["build_receptors", "classify_topology", "find_unsupported", "main", "read_stainings"]

Row = Sequence[object]
Terms = dict[str, set[str]]
# (symbol, cell type of the atlas) -> (level, reliability)
Stainings = dict[tuple[str, str], tuple[str, str]]

# High-throughput codes put cytosolic proteins outside the cell, because a proteome of medium or
# of vesicles lists whatever was in the tube; they decide only where nothing speaks against them.
HIGH_THROUGHPUT = {"HDA", "HTP", "HMP", "HEP", "HGI", "ND"}
EXPERIMENT = {"EXP", "IDA", "IMP", "IPI"}
EXTRACELLULAR_SPACE, EXTRACELLULAR_REGION = "GO:0005615", "GO:0005576"
EXTRACELLULAR_MATRIX = "GO:0031012"
CELL_SURFACE = ("GO:0009986", "GO:0009897")
INTEGRAL_PLASMA_MEMBRANE = ("GO:0005887", "GO:0031362", "GO:0031225")
PLASMA_MEMBRANE, INTEGRAL_MEMBRANE = "GO:0005886", "GO:0016021"
# cytosol, nucleus, mitochondrion, cytoskeleton, ribosome, proteasome
INSIDE = ("GO:0005829", "GO:0005634", "GO:0005739", "GO:0005856", "GO:0005840", "GO:0000502")
CYTOPLASM = "GO:0005737"
INTRACELLULAR_OR_MEMBRANE = ("GO:0005622", "GO:0005886", "GO:0016020")

CELL_TYPES = {
    "SSC": ("undifferentiated spermatogonia", "basal"),
    "SSC / undifferentiated spermatogonia": ("undifferentiated spermatogonia", "basal"),
    "SSC / undifferentiated spermatogonia (not human State 0)": (
        "undifferentiated spermatogonia",
        "basal",
    ),
    "State 0 / A-dark spermatogonia": ("undifferentiated spermatogonia", "basal"),
    "differentiating spermatogonia": ("differentiating spermatogonia", "basal"),
    "spermatogonia": ("spermatogonia", "basal"),
    "preleptotene spermatocytes": ("preleptotene spermatocytes", "basal"),
    "pachytene spermatocytes": ("pachytene spermatocytes", "adluminal"),
    "spermatocytes": ("spermatocytes", "adluminal"),
    "early spermatids": ("early spermatids", "adluminal"),
    "late spermatids": ("late spermatids", "adluminal"),
    "spermatids": ("spermatids", "adluminal"),
    "spermatid acrosome": ("spermatids", "adluminal"),
    "sperm": ("sperm", "adluminal"),
    "germ cells": ("germ cells, stage unresolved", "unresolved"),
    "tubule cells (unresolved)": ("tubule cells, type unresolved", "unresolved"),
    # a Sertoli cell spans the barrier; on which side the receptor sits is not in the table
    "Sertoli": ("Sertoli cells", "unresolved"),
    "Sertoli / barrier sites": ("Sertoli cells", "unresolved"),
    "peritubular": ("peritubular myoid cells", "basal"),
    "Leydig": ("Leydig cells", "interstitial"),
    "macrophage": ("macrophages", "interstitial"),
    "endothelial": ("endothelial cells", "interstitial"),
    "endothelial mural": ("mural cells", "interstitial"),
    "lymphocyte": ("lymphocytes", "interstitial"),
}
NARROWER_TERMS = {
    "SSC / undifferentiated spermatogonia (not human State 0)",
    "State 0 / A-dark spermatogonia",
    "spermatid acrosome",
    "Sertoli / barrier sites",
}
STAINING, RNA = "immunohistochemistry", "single-cell RNA"
ATLAS = {
    STAINING: "Human Protein Atlas v21.1 (proteinatlas.org), immunohistochemistry",
    RNA: "Human Protein Atlas v23 (proteinatlas.org), single-cell RNA summary",
}
CONFLICT = "immunohistochemistry of the Human Protein Atlas v21.1 (proteinatlas.org)"
KINDS = {"literature": "literature", "gene_link": "gene link"}
# where the atlas scores the very cell, and the score of all cells of the tubule together
STAINED = {
    "spermatogonia": "spermatogonia cells",
    "preleptotene spermatocytes": "preleptotene spermatocytes",
    "pachytene spermatocytes": "pachytene spermatocytes",
    "early spermatids": "round or early spermatids",
    "late spermatids": "elongated or late spermatids",
    "Sertoli cells": "sertoli cells",
    "peritubular myoid cells": "peritubular cells",
    "Leydig cells": "Leydig cells",
}
TUBULE = "cells in seminiferous ducts"
OUTSIDE_THE_TUBULE = {"interstitial"}
# sperm is not scored in testis; stem cells are too few to be seen in a score of the whole tubule
NOT_SCORED = {"sperm", "undifferentiated spermatogonia"}
SPECIES = ("human", "mouse", "rat", "rodent", "newt")
TIERS = {"A": "named_human_msc", "B": "ms_other_msc", "C": "antibody_array"}
LAI = (
    "Lai 2012 DOI:10.1155/2012/971907 "
    "(listed as ExoCarta v5 experiment 126, which was matched to the paper by its content)"
)


def _any(terms: Terms, ids: Iterable[str], drop: set[str] = HIGH_THROUGHPUT) -> set[str]:
    """Return the evidence codes of any of the terms, without the dropped codes."""
    return set().union(*(terms.get(i, set()) for i in ids)) - drop


def classify_topology(direct: Terms, closed: Terms) -> tuple[str, str]:
    """Return the topology class of a gene's protein and the rule that gave it.

    Parameters
    ----------
    direct, closed : mapping of str to set of str
        GO cellular components and their evidence codes, as annotated and with all ancestors.
    """
    space = _any(direct, [EXTRACELLULAR_SPACE]) | _any(closed, [EXTRACELLULAR_MATRIX])
    region = _any(direct, [EXTRACELLULAR_REGION])
    # "extracellular region, TAS" is what pathway curation writes for every protein of a secreted
    # granule, proteasome chains among them: weak on its own
    strong = space | (region - {"TAS"}) | _any(closed, CELL_SURFACE)
    weak = region | _any(direct, [EXTRACELLULAR_SPACE], {"ND"})
    weak |= _any(closed, [EXTRACELLULAR_MATRIX], {"ND"})
    inside = _any(closed, INSIDE)
    inside_by_descent = "IBA" in inside or "IBA" in _any(direct, [CYTOPLASM])
    spans = bool(_any(closed, INTEGRAL_PLASMA_MEMBRANE)) or bool(
        _any(closed, [PLASMA_MEMBRANE]) and _any(direct, [INTEGRAL_MEMBRANE])
    )
    contradicted = bool(inside - {"IEA"}) or (bool(inside) and not strong - {"IEA"})
    # two independent kinds of evidence for the extracellular space itself; a line added after the
    # control pair FGF2-FGFR1 had been seen to be lost
    in_space = direct.get(EXTRACELLULAR_SPACE, set())
    twice_in_space = "IBA" in in_space and bool(in_space & EXPERIMENT)
    cases = (
        ("IBA" in space | region and not inside_by_descent, "secreted", "outside_by_descent"),
        (spans, "surface", "spans_plasma_membrane"),
        (bool(strong) and not contradicted, "secreted", "outside_curated"),
        (twice_in_space, "secreted", "outside_by_descent_and_experiment"),
        (bool(strong), "unknown", "both_sides"),
        (bool(weak) and not inside, "secreted", "outside_unopposed"),
        (bool(inside or _any(closed, INTRACELLULAR_OR_MEMBRANE)), "luminal", "inside"),
    )
    return next(((c, rule) for holds, c, rule in cases if holds), ("unknown", "no_annotation"))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def _write(path: Path, header: Row, rows: Iterable[Row]) -> None:
    """Write a table; compressed where the name ends in .gz, with no time stamp inside."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8")
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
    print(f"{path.name}: {content.count(10) - 1} rows, {path.stat().st_size} bytes")


def _find_species(source: str) -> str:
    words = re.findall(r"[a-z]+", source.lower())
    found = [name for name in SPECIES if name in words]
    return "; ".join(found) or "not stated"


def _grade(how: str) -> str:
    if how.startswith("literature"):
        return "literature"
    return "gene_link" if how.startswith("PMID linked") else "expression"


def read_stainings(path: Path) -> Stainings:
    """Read the level and reliability of each staining, by symbol and cell type of the atlas."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {(r["gene"], r["cell_type"]): (r["level"], r["reliability"]) for r in rows}


def _parse_data(text: str) -> dict[str, list[str]]:
    """Return the kinds of data behind each cell type of ``Sertoli (IHC .., HPA-sc ..); ...``."""
    found = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, _, data = part.rpartition(" (")
        marks = {STAINING: "IHC " in data, RNA: "HPA-sc" in data}
        found[name] = [kind for kind, has in marks.items() if has]
    return found


def _find_staining(symbol: str, cell: str, stainings: Stainings) -> tuple[str, str, str] | None:
    """Return what was scored, level and reliability; None where the atlas does not score it."""
    own = stainings.get((symbol, STAINED.get(cell, "")))
    if own:
        return ("on this cell type", *own)
    compartment = dict(CELL_TYPES.values())[cell]
    if compartment in OUTSIDE_THE_TUBULE or cell in NOT_SCORED:
        return None
    whole = stainings.get((symbol, TUBULE))
    return ("in the cells of the tubule, scored together", *whole) if whole else None


def _find_conflict(symbol: str, cell: str, stainings: Stainings) -> str:
    """Say that the atlas does not detect a receptor where another source puts it."""
    where, level, reliability = _find_staining(symbol, cell, stainings) or ("", "", "")
    if level != "Not detected":
        return ""
    doubt = ", in a staining that the atlas calls uncertain" if reliability == "Uncertain" else ""
    return f"{CONFLICT} does not detect the receptor {where}{doubt}"


def find_unsupported(rows: Iterable[Row], receptors: Path) -> list[tuple[str, str]]:
    """Return the rows that name data of the atlas which the curated table does not hold."""
    held = {
        (row["symbol"], CELL_TYPES[name][0], kind)
        for row in _read(receptors)
        if row["verified"] == "yes"
        for name, kinds in _parse_data(row["data_cell_types"]).items()
        for kind in kinds
    }
    return [
        (str(row[0]), str(row[2]))
        for row in rows
        for kind in str(row[6]).split("; ")
        if kind not in KINDS.values() and (row[0], row[2], kind) not in held
    ]


def build_receptors(path: Path, stainings: Stainings) -> list[Row]:
    """Return one row a verified receptor and cell type.

    A receptor that rests on expression data alone stands only on the cell types for which the
    column ``data_cell_types`` names the data; one with a paper, on those of the paper.
    """
    rows: dict[tuple[str, str], Row] = {}
    for row in _read(path):
        if row["verified"] != "yes":
            continue
        given = _grade(row["verified_how"])
        data = _parse_data(row["data_cell_types"]) if given == "expression" else {}
        names = list(data) if given == "expression" else row["cell_types"].split(";")
        for name in (part.strip() for part in names):
            cell, compartment = CELL_TYPES[name]
            conflict = _find_conflict(row["symbol"], cell, stainings)
            kinds = data.get(name) or [KINDS[given]]
            rows.setdefault(
                (row["symbol"], cell),
                (
                    row["symbol"],
                    row["uniprot"],
                    cell,
                    compartment,
                    row["role_in_spermatogenesis"],
                    "conflicting" if conflict else given,
                    "; ".join(kinds),
                    conflict,
                    "; ".join(ATLAS[kind] for kind in kinds) if data else row["source"],
                    "human" if data else _find_species(row["source"]),
                    f"source term: {name}" if name in NARROWER_TERMS else "",
                ),
            )
    return [rows[key] for key in sorted(rows)]


def build_cargo(path: Path) -> list[Row]:
    """Return one row a cargo protein, with every source that lists it."""
    rows = []
    for row in _read(path):
        source = re.sub(
            r"ExoCarta v5 exp 126 = Lai 2012 \S+ \(identified by content\)", LAI, row["source"]
        )
        source = re.sub(r"(PMID:\d+) \((\w+ \d{4}), ", r"\2 \1 (", source)
        rows.append(
            (
                row["symbol"],
                row["uniprot"],
                TIERS[row["tier"]],
                row["evidence"],
                row["source_cell"],
                "human",
                source,
                row["original_symbol"],
            )
        )
    return sorted(rows)


def build_pairs(path: Path) -> list[Row]:
    """Return the ligand-receptor pairs, sorted."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return sorted({tuple(line.split()) for line in lines if line.strip()})


def _read_components(base: sqlite3.Connection, table: str) -> dict[int, Terms]:
    found: dict[int, Terms] = defaultdict(lambda: defaultdict(set))
    for gene, term, code in base.execute(f"select _id, go_id, evidence from {table}"):
        found[gene][term].add(code)
    return found


def build_genes(base: sqlite3.Connection) -> list[Row]:
    """Return symbol, Entrez id, topology class, rule and study attention of each coding gene."""
    direct, closed = _read_components(base, "go_cc"), _read_components(base, "go_cc_all")
    attention = dict(base.execute("select _id, count(distinct pubmed_id) from pubmed group by _id"))
    genes = base.execute(
        "select _id, symbol, gene_id from gene_info join genes using (_id) "
        "join genetype using (_id) where gene_type = 'protein-coding'"
    )
    return sorted(
        (symbol, entrez, *classify_topology(direct[i], closed[i]), attention.get(i, 0))
        for i, symbol, entrez in genes
    )


def build_aliases(base: sqlite3.Connection, known: set[str]) -> list[Row]:
    """Return the aliases that name one coding gene only and are no gene's own symbol."""
    own = {symbol for (symbol,) in base.execute("select symbol from gene_info")}
    named = defaultdict(set)
    query = "select alias_symbol, symbol from alias join gene_info using (_id)"
    for alias, symbol in base.execute(query):
        named[alias].add(symbol)
    return sorted(
        (alias, *symbols)
        for alias, symbols in named.items()
        if alias not in own and len(symbols) == 1 and symbols <= known and "\t" not in alias
    )


def main() -> None:
    """Read the inputs that the arguments name and write the five tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("receptors", "stainings", "cargo", "pairs", "genes", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    receptors = (
        "symbol",
        "uniprot",
        "cell_type",
        "compartment",
        "role",
        "grade",
        "evidence_kind",
        "conflict",
        "source",
        "species",
        "note",
    )
    rows = build_receptors(given.receptors, read_stainings(given.stainings))
    unsupported = find_unsupported(rows, given.receptors)
    if unsupported:
        parser.error(f"receptor rows without the data they name: {unsupported}")
    _write(given.out / "receptors.tsv", receptors, rows)
    cargo = ("symbol", "uniprot", "tier", "method", "source_cell", "species", "source", "listed_as")
    _write(given.out / "cargo.tsv", cargo, build_cargo(given.cargo))
    _write(given.out / "pairs.tsv.gz", ("ligand", "receptor"), build_pairs(given.pairs))
    base = sqlite3.connect(f"file:{given.genes}?mode=ro", uri=True)
    genes = build_genes(base)
    header = ("symbol", "entrez", "topology", "topology_rule", "attention")
    _write(given.out / "genes.tsv.gz", header, genes)
    aliases = build_aliases(base, {str(row[0]) for row in genes})
    _write(given.out / "aliases.tsv.gz", ("alias", "symbol"), aliases)


if __name__ == "__main__":
    main()

"""How often immunohistochemistry confirms receptors that the literature puts on testis cells.

Run from the root of the repository: ``python validation/receptor_evidence.py``. It needs the rows
of the testis of the Human Protein Atlas v21.1 and the curated receptors, which are not part of the
project; without ``../shared`` it says so and ends. It prints, for the receptors with a paper
behind them, what the rules of the project give, and the receptors that reliable antibodies deny.

A count made by hand from the curated table gives 15 of 32: it reads a staining of the tubule as a
whole, or of all spermatogonia, as proof for each claimed cell within, and leaves out Leydig cells
of two receptors. The rules here do neither.
No number here is an estimate from draws, so none has a Monte Carlo error.
"""

from __future__ import annotations

import csv
import gzip
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polars as pl

from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
from tubulus.screen.receptor_map import build_receptor_map, read_atlas_stainings
from tubulus.screen.reference import load_builtin_receptors

SHARED = Path("../shared/data/lr")
STAININGS = SHARED / "expression" / "hpa_v21.1_ihc_testis_cells.tsv.gz"
CURATED = SHARED / "tubule_receptors.tsv"
DENIED = ("PTPRZ1", "AGER", "TLR4", "LGR5")
PAPER = ("literature", "gene_link")
_WIDER = r"\((?:tubule cells, type unresolved|spermatogonia): (?:Low|Medium|High)"


def write_as_download(stainings: Path, target: Path) -> None:
    """Write the copied rows in the columns of ``normal_tissue.tsv``."""
    with gzip.open(stainings, "rt", encoding="utf-8") as stream:
        rows = [
            (row["ensembl"], row["gene"], "testis", row["cell_type"], row["level"],
             row["reliability"])
            for row in csv.DictReader(stream, delimiter="\t")
        ]  # fmt: skip
    header = ("Gene", "Gene name", "Tissue", "Cell type", "Level", "Reliability")
    text = "\n".join("\t".join(row) for row in [header, *rows])
    target.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=1))


def judge_literature(lines: pl.DataFrame) -> pl.DataFrame:
    """Judge each receptor with a paper by what stainings say of its claimed cell types."""
    receptors = load_builtin_receptors().filter(pl.col("grade").is_in(PAPER) |
                                                pl.col("evidence_kind").is_in(
                                                    ["literature", "gene link"]))  # fmt: skip
    bare = receptors.with_columns(evidence_kind=pl.lit(""), conflict=pl.lit(""))
    layer = derive_receptor_protein_layer(bare, lines)
    scored = set(lines["symbol"].to_list())
    return (
        layer.with_columns(scored=pl.col("receptor").is_in(list(scored)))
        .group_by("receptor", maintain_order=True)
        .agg(
            pl.col("scored").first(),
            present=pl.col("cell_type").filter(pl.col("state") == "present").str.join(", "),
            absent=pl.col("cell_type").filter(pl.col("state") == "absent").str.join(", "),
            unknown=pl.format("{} ({})", "cell_type", "label")
            .filter(pl.col("state") == "unknown")
            .str.join(", "),
        )
    )


def _only_uncertain() -> pl.Expr:
    return pl.col("unknown").str.contains("(Uncertain)", literal=True)


def print_denied(lines: pl.DataFrame) -> None:
    table = build_receptor_map([lines], receptors=DENIED).receptors
    print("\nReceptors that reliable antibodies deny:")
    for symbol in DENIED:
        states = Counter(table.filter(pl.col("symbol") == symbol)["state"].to_list())
        print(f"  {symbol}: {dict(states)}")


def main() -> int:
    if not (STAININGS.exists() and CURATED.exists()):
        print(f"nothing to validate: {STAININGS} is not there")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "normal_tissue.tsv.gz"
        write_as_download(STAININGS, file)
        reading = read_atlas_stainings(file, version="v21.1")
    print(*reading.notes, sep="\n")
    judged = judge_literature(reading.lines)
    scored = judged.filter("scored")
    confirmed = scored.filter(pl.col("present") != "")
    denied = scored.filter(pl.col("present") == "", pl.col("absent") != "")
    print(f"{judged.height} receptors with a paper, {scored.height} with any staining")
    print(f"claimed cell type confirmed: {confirmed.height}; denied only: {denied.height}; "
          f"unknown: {scored.height - confirmed.height - denied.height}")  # fmt: skip
    wider = scored.filter(
        pl.col("present") == "", pl.col("unknown").str.contains(_WIDER), ~_only_uncertain()
    )
    print(
        "confirmed only if a wider group of cells counted for its parts (it does not here): "
        + ", ".join(wider["receptor"].to_list())
    )
    for row in scored.iter_rows(named=True):
        print(f"  {row['receptor']}: present on {row['present'] or '-'}; absent on "
              f"{row['absent'] or '-'}; unknown on {row['unknown'] or '-'}")  # fmt: skip
    print("no staining:", ", ".join(judged.filter(~pl.col("scored"))["receptor"].to_list()))
    print_denied(reading.lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())

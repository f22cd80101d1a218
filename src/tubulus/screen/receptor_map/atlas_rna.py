"""Read RNA of the Human Protein Atlas: by cell type, and of whole tissues as context."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.expression.label_summary import compute_tau
from tubulus.screen.receptor_map.atlas_files import check_numbers, map_atlas_genes, read_atlas_table
from tubulus.screen.receptor_map.cell_words import TESTIS_ONLY, resolve_cell_type
from tubulus.screen.receptor_map.lines import RNA
from tubulus.screen.receptor_map.stainings import AtlasReading, name_cells

__all__ = ["BULK_SCHEMA", "read_atlas_cell_rna", "read_atlas_tissue_rna"]

UNITS = ("nTPM", "nCPM", "NX", "TPM")
_DETECTED = 1.0

BULK_SCHEMA: dict[str, pl.DataType] = {
    "symbol": pl.String(),
    "value": pl.Float64(),
    "unit": pl.String(),
    "tau": pl.Float64(),
    "n_tissues": pl.Int64(),
    "source": pl.String(),
}
"""Columns of RNA of a whole tissue: its amount and tau over all tissues of the file."""


def read_atlas_cell_rna(
    path: Path, *, genes: Sequence[str] | None = None, version: str = "version not stated"
) -> AtlasReading:
    """Read ``rna_single_cell_type.tsv``: one number a gene and cell type.

    Parameters
    ----------
    path : Path
        The file: zip, gzip or unpacked. Columns Gene (Ensembl), Gene name, Cell type and one of
        nTPM, nCPM, NX and TPM.
    genes : sequence of str, optional
        Approved symbols to keep; all where left out. A file of the whole atlas is large: naming
        the receptors saves time and memory.
    version : str
        Version of the atlas, which the file does not say.

    Raises
    ------
    InputError
        With the problems of the file; also where it has no cell type of the testis.

    Notes
    -----
    Only cells that can come from testis alone are read: the atlas pools macrophages or
    endothelium of all organs. *Present* at 1 or more, the limit at which the atlas calls RNA
    detected. Never *absent*: the file does not say from how many cells a number comes, and rare
    cells are diluted in their group, so a number below the limit is unknown. Tau is over all cell
    types of the file, of log2(1 + value).
    """
    frame, unit = _read_amounts(path, "Cell type")
    words = {word: resolve_cell_type(word) for word in frame["Cell type"].unique().to_list()}
    testis = [word for word, cell in words.items() if cell.cell_type in TESTIS_ONLY]
    if not testis:
        shown = ", ".join(sorted(words)[:8])
        message = "has no cell type of the testis"
        raise InputError([Problem(path.name, 0, "Cell type", message, f"it has: {shown}, ...")])
    mapped, lost = map_atlas_genes(frame, genes)
    mapped = _keep_first_gene(mapped, "Cell type")
    rows = _add_tau(mapped, len(words)).filter(pl.col("Cell type").is_in(testis))
    count, detected = len(words), pl.col("value") >= _DETECTED
    amount = pl.col("value").round(1).cast(pl.String)
    rows = rows.with_columns(
        kind=pl.lit(RNA),
        label=pl.format(f"{{}} {unit}, tau {{}}", amount, _write_tau()),
        measure=pl.lit(f"{unit} of the cell type; tau over {count} cell types of log2(1 + {unit})"),
        state=pl.when(detected).then(pl.lit("present")).otherwise(pl.lit("unknown")),
        reason=pl.when(detected)
        .then(pl.lit(f"at least {_DETECTED:g} {unit} in this cell type"))
        .otherwise(
            pl.lit(f"below {_DETECTED:g} {unit}, from an unstated number of cells: not absent")
        ),
        source=pl.lit(f"Human Protein Atlas ({version}), single-cell RNA, {path.name}"),
        species=pl.lit("human"),
        disease=pl.lit("normal tissue"),
    )
    lines, notes = name_cells(rows, "Cell type")
    # two words for one cell type: the larger number has seen the gene
    lines = lines.sort("value", descending=True).unique(["symbol", "cell_type"], keep="first",
                                                        maintain_order=True)  # fmt: skip
    if lost:
        notes = (f"{lost} genes of {path.name} name no human coding gene and are left out.", *notes)
    return AtlasReading(lines.sort("symbol", "cell_type"), notes)


def read_atlas_tissue_rna(
    path: Path, *, tissue: str = "testis", version: str = "version not stated"
) -> pl.DataFrame:
    """Read ``rna_tissue_consensus.tsv`` of one tissue, as context for receptors.

    Parameters
    ----------
    path : Path
        The file: zip, gzip or unpacked. Columns Gene, Gene name, Tissue and one of nTPM, nCPM, NX
        and TPM.
    tissue : str
        Tissue to read, in any capitals.
    version : str
        Version of the atlas.

    Returns
    -------
    polars.DataFrame
        Columns ``BULK_SCHEMA``. A whole tissue does not tell which cell has the RNA, so it is
        context and no line of evidence.

    Raises
    ------
    InputError
        With the problems of the file; also where it has no row of the tissue.
    """
    frame, unit = _read_amounts(path, "Tissue")
    of_tissue = pl.col("Tissue").str.to_lowercase() == tissue.lower()
    if frame.filter(of_tissue).is_empty():
        shown = ", ".join(frame["Tissue"].unique().sort().to_list()[:8])
        message = f"has no row of the tissue {tissue!r}"
        raise InputError([Problem(path.name, 0, "Tissue", message, f"it has: {shown}, ...")])
    tissues = frame["Tissue"].n_unique()
    mapped = _add_tau(_keep_first_gene(map_atlas_genes(frame)[0], "Tissue"), tissues)
    return (
        mapped.filter(of_tissue)
        .with_columns(
            unit=pl.lit(unit),
            n_tissues=pl.lit(tissues),
            source=pl.lit(f"Human Protein Atlas ({version}), consensus RNA, {path.name}"),
        )
        .select(pl.col(name).cast(kind) for name, kind in BULK_SCHEMA.items())
        .sort("symbol")
    )


def _read_amounts(path: Path, column: str) -> tuple[pl.DataFrame, str]:
    frame = read_atlas_table(path, ("Gene", "Gene name", column), UNITS)
    unit = next((name for name in UNITS if name in frame.columns), None)
    if unit is None:
        remedy = f"expected one of: {', '.join(UNITS)}"
        raise InputError([Problem(path.name, 1, "nTPM", "column is missing", remedy)])
    return check_numbers(path, frame, unit).select("Gene", "Gene name", column, "value"), unit


def _keep_first_gene(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Keep the first row where two genes of the atlas have one symbol, or a row stands twice."""
    return frame.unique(["symbol", column], keep="first", maintain_order=True)


def _add_tau(frame: pl.DataFrame, groups: int) -> pl.DataFrame:
    """Add tau over the groups of the file; a gene that lacks a group has none."""
    whole = frame.select("symbol", pl.col("value").add(1.0).log(2.0).alias("amount"))
    whole = whole.filter(pl.len().over("symbol") == groups).sort("symbol")
    tau = compute_tau(whole["amount"].to_numpy().reshape(-1, groups))
    known = pl.DataFrame(
        {
            "symbol": whole["symbol"][::groups],
            "tau": pl.Series(tau, dtype=pl.Float64).fill_nan(None),
        }
    )
    return frame.join(known, on="symbol", how="left", maintain_order="left")


def _write_tau() -> pl.Expr:
    return pl.col("tau").round(2).cast(pl.String).fill_null("unknown")

"""Open the tables that the Human Protein Atlas offers: zip, gzip or plain text."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.identifiers.report import map_identifiers

__all__ = ["LINE", "check_numbers", "check_words", "map_atlas_genes", "read_atlas_table"]

LINE = "#line"
_SHOWN = 20


def read_atlas_table(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> pl.DataFrame:
    """Read columns of a table of the atlas as text, and ``LINE``, the line of each row.

    Parameters
    ----------
    path : Path
        The file as it was downloaded (``.zip`` with one table, ``.gz``) or unpacked; tabs.
    columns : sequence of str
        Columns that must be there.
    optional : sequence of str
        Columns taken where they are there.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, has no row, or breaks off within a line.
    """
    content = _read_bytes(path)
    header = content.split(b"\n", 1)[0].decode("utf-8", "replace").lstrip("\ufeff").strip()
    names = [cell.strip('"') for cell in header.split("\t")]
    missing = [name for name in columns if name not in names]
    if missing:
        remedy = f"expected a download of the Human Protein Atlas; the header names: {names[:8]}"
        raise InputError(
            Problem(path.name, 1, name, "column is missing", remedy) for name in missing
        )
    wanted = [*columns, *(name for name in optional if name in names)]
    try:
        frame = pl.read_csv(
            content, separator="\t", infer_schema=False, columns=wanted, truncate_ragged_lines=True
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise _fail(path, f"is not a table ({str(error).splitlines()[0]})") from error
    if frame.is_empty():
        raise _fail(path, "has a header and no rows")
    frame = frame.with_row_index(LINE, offset=2).with_columns(pl.col(wanted).str.strip_chars())
    broken = frame.filter(pl.any_horizontal(pl.col(columns).is_null()))
    _refuse(path, broken, columns[-1], "row is not complete", "download the file again")
    return frame


def check_words(path: Path, frame: pl.DataFrame, column: str, words: Sequence[str]) -> None:
    """Refuse a column with a word that the atlas does not use."""
    odd = frame.filter(~pl.col(column).is_in(words))
    first = "" if odd.is_empty() else repr(odd[column][0])
    _refuse(path, odd, column, f"is not a word of the atlas, as {first}", f"expected: {words}")


def check_numbers(path: Path, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Turn a column into numbers of 0 or greater; refuse anything else."""
    number = pl.col(column).cast(pl.Float64, strict=False)
    frame = frame.with_columns(number.alias("value"))
    odd = frame.filter(~(pl.col("value").is_finite() & (pl.col("value") >= 0)).fill_null(False))
    remedy = "expected 0 or greater, with a decimal point"
    _refuse(path, odd, column, "is not a number of 0 or greater", remedy)
    return frame


def map_atlas_genes(
    frame: pl.DataFrame, wanted: Sequence[str] | None = None
) -> tuple[pl.DataFrame, int]:
    """Add ``symbol``: by the gene name, else by the Ensembl gene; other rows go and are counted.

    Parameters
    ----------
    frame : polars.DataFrame
        Gene (Ensembl), Gene name.
    wanted : sequence of str, optional
        Approved symbols to keep; all where left out.

    Returns
    -------
    frame : polars.DataFrame
        The rows of coding genes.
    lost : int
        Genes that name no human coding gene of the gene table.
    """
    genes = frame.select("Gene", "Gene name").unique(maintain_order=True)
    by_name = map_identifiers(genes["Gene name"].to_list()).names
    by_id = map_identifiers(genes["Gene"].to_list()).names
    symbols = [a.symbol or b.symbol for a, b in zip(by_name, by_id, strict=True)]
    genes = genes.with_columns(symbol=pl.Series(symbols, dtype=pl.String))
    known = genes.drop_nulls("symbol")
    lost = genes.height - known.height
    if wanted is not None:
        known = known.filter(pl.col("symbol").is_in(list(wanted)))
    joined = frame.join(known, on=["Gene", "Gene name"], maintain_order="left")
    return joined, lost


def _read_bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            return gzip.decompress(content)
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                tables = [name for name in archive.namelist() if name.endswith(".tsv")]
                if len(tables) != 1:
                    raise _fail(path, f"holds {len(tables)} files that end in .tsv, not one")
                return archive.read(tables[0])
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise _fail(path, f"cannot be read ({error})") from error
    return content


def _fail(path: Path, message: str) -> InputError:
    remedy = "download the table of the Human Protein Atlas again"
    return InputError([Problem(path.name, 0, "", message, remedy)])


def _refuse(path: Path, odd: pl.DataFrame, column: str, message: str, remedy: str) -> None:
    if odd.is_empty():
        return
    lines = odd[LINE].to_list()
    problems = [Problem(path.name, line, column, message, remedy) for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        more = f"has {len(lines) - _SHOWN} more such rows"
        problems.append(Problem(path.name, 0, column, more, remedy))
    raise InputError(problems)

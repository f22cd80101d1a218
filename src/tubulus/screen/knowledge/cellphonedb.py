"""The files of a CellPhoneDB database (version 5, and older ones) that a user downloaded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.raw_table import RawTable
from tubulus.screen.knowledge.files import hash_files, list_empty_cells, read_columns
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.partners import PartnerMap, map_partners
from tubulus.screen.knowledge.rows import make_pair_rows

__all__ = ["LIGAND_RECEPTOR", "read_cellphonedb_pairs"]

LIGAND_RECEPTOR = "Ligand-Receptor"
"""The directionality of rows that are read by default."""

_SUBUNITS = re.compile(r"uniprot_\d+", re.IGNORECASE)
_VERSION = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")
_NOTED = (
    "source", "annotation_strategy", "classification", "modulatory_effect", "directionality",
)  # fmt: skip
_NOT_PROTEIN = "the ligand is no protein (named by the enzymes that make it)"


@dataclass(frozen=True, slots=True, eq=False)
class _Files:
    """The tables of a folder; gene and protein tables are used where they are there."""

    interactions: RawTable
    complexes: RawTable
    genes: RawTable | None
    proteins: RawTable | None
    paths: tuple[Path, ...]


def read_cellphonedb_pairs(
    folder: Path,
    *,
    version: str | None = None,
    directions: Sequence[str] = (LIGAND_RECEPTOR,),
) -> PairSource:
    """Read the interactions and complexes of a CellPhoneDB database.

    Parameters
    ----------
    folder : Path
        Folder with ``interaction_input`` and ``complex_input``, and where they are there
        ``gene_input`` and ``protein_input``, as CSV or TSV, compressed or not.
    version : str, optional
        Version of the database; read from the names of file and folder where left out.
    directions : sequence of str
        Values of the column ``directionality`` that are read. A file without that column (before
        version 5) is read whole, and a row whose first partner alone is marked as a receptor is
        turned round.

    Returns
    -------
    PairSource
        What a row says of its source, annotation strategy and effect stands in ``notes``. Rows
        whose ligand is no protein are left out and counted.

    Raises
    ------
    InputError
        If a file is missing or is not such a table.
    """
    files = _open(folder)
    complexes = _list_subunits(files.complexes)
    frame, skipped = _select_rows(_read_rows(files), directions)
    mapping = _map(frame, complexes, files.genes)
    return PairSource(
        kind="cellphonedb",
        name="CellPhoneDB",
        version=version or _guess_version(files.interactions.name, folder),
        sha256=hash_files(files.paths),
        rows=make_pair_rows(frame, mapping),
        left_out=mapping.make_left_out(frame["ligand"], frame["receptor"]),
        skipped=skipped,
    )


def _open(folder: Path) -> _Files:
    found = {
        stem: next(iter(sorted(folder.glob(f"*{stem}_input.*"))), None)
        for stem in ("interaction", "complex", "gene", "protein")
    }
    missing = [stem for stem in ("interaction", "complex") if found[stem] is None]
    if missing:
        remedy = "name the folder of the unpacked database"
        raise InputError(
            Problem(folder.name, 0, f"{stem}_input", "file is missing", remedy) for stem in missing
        )
    required = {
        "interaction": ("partner_a", "partner_b"),
        "complex": ("complex_name", "uniprot_1"),
        "gene": ("uniprot", "hgnc_symbol"),
        "protein": ("uniprot", "receptor"),
    }
    tables = {
        stem: read_columns(path, required[stem]) for stem, path in found.items() if path is not None
    }
    return _Files(
        tables["interaction"],
        tables["complex"],
        tables.get("gene"),
        tables.get("protein"),
        tuple(path for path in found.values() if path is not None),
    )


def _guess_version(name: str, folder: Path) -> str:
    found = _VERSION.search(name) or _VERSION.search(folder.name)
    return found[1] if found else "of unknown version"


def _list_subunits(table: RawTable) -> dict[str, tuple[str, ...]]:
    columns = [name for name in table.header if _SUBUNITS.fullmatch(name)]
    cells = table.frame.select(columns).rows()
    names = table.read_texts("complex_name")
    return {name: tuple(filter(None, row)) for name, row in zip(names, cells, strict=True)}


def _read_rows(files: _Files) -> pl.DataFrame:
    """Return the rows with their partners as written, and what else they say."""
    table = files.interactions
    problems = list_empty_cells(table, ("partner_a", "partner_b"))
    if problems:
        raise InputError(problems)
    notes = [
        pl.when(pl.col(name) != "").then(pl.format(name + ": {}", pl.col(name)))
        for name in _NOTED
        if name in table.header
    ]
    frame = table.frame.select(
        resource=pl.lit("cellphonedb"),
        ligand="partner_a",
        receptor="partner_b",
        cited=pl.Series(table.read_texts("source")),
        notes=pl.concat_str(notes, separator="; ", ignore_nulls=True) if notes else pl.lit(""),
        direction=pl.Series(table.read_texts("directionality")),
        protein=pl.Series(table.read_texts("is_ppi")),
    )
    return frame if "directionality" in table.header else _turn(frame, files)


def _turn(frame: pl.DataFrame, files: _Files) -> pl.DataFrame:
    """Turn round the rows of which the first partner alone is a receptor."""
    marks: dict[str, bool] = {}
    for table, key in ((files.proteins, "uniprot"), (files.complexes, "complex_name")):
        if table is not None and "receptor" in table.header:
            values = [text.lower() == "true" for text in table.read_texts("receptor")]
            marks.update(zip(table.read_texts(key), values, strict=True))
    is_receptor = [
        pl.col(name).replace_strict(marks, default=None, return_dtype=pl.Boolean)
        for name in ("ligand", "receptor")
    ]
    turned = (is_receptor[0] & ~is_receptor[1]).fill_null(value=False)
    return frame.with_columns(
        pl.when(turned).then("receptor").otherwise("ligand").alias("ligand"),
        pl.when(turned).then("ligand").otherwise("receptor").alias("receptor"),
        direction=pl.lit(""),
    )


def _select_rows(
    frame: pl.DataFrame, directions: Sequence[str]
) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Keep the rows of the directions asked for between proteins; count the others by reason."""
    no_protein = pl.col("protein").str.to_lowercase() == "false"
    stated = pl.col("direction") != ""
    other = stated & ~pl.col("direction").is_in(list(directions))
    reasons = frame.select(
        pl.when(no_protein)
        .then(pl.lit(_NOT_PROTEIN))
        .when(other)
        .then(pl.format("directionality {}", "direction"))
        .alias("reason")
    )["reason"]
    counted = reasons.drop_nulls().value_counts().sort("reason")
    skipped = tuple((reason, int(number)) for reason, number in counted.iter_rows())
    return frame.filter(reasons.is_null()), skipped


def _map(
    frame: pl.DataFrame, complexes: Mapping[str, tuple[str, ...]], genes: RawTable | None
) -> PartnerMap:
    """Map accessions and complex names; the symbol in the file helps where ours is not enough."""
    names = pl.concat([frame["ligand"], frame["receptor"]]).unique().sort().to_list()
    mapping = map_partners(names, complexes=complexes)
    if not mapping.lost or genes is None:
        return mapping
    symbols = dict(zip(genes.read_texts("uniprot"), genes.read_texts("hgnc_symbol"), strict=True))
    again = {
        name: tuple(symbols.get(part) or part for part in complexes.get(name, (name,)))
        for name in mapping.lost
    }
    rescued = map_partners(list(again), complexes=again)
    lost = {name: mapping.lost[name] for name in rescued.lost}
    return PartnerMap({**mapping.partners, **rescued.partners}, lost)

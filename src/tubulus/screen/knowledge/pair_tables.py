"""Any table of ligand-receptor pairs: exports of CellTalkDB and CellChatDB, and a user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.raw_table import LINE, RawTable
from tubulus.screen.knowledge.files import hash_files, list_empty_cells, read_columns
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.partners import PartnerMap, map_partners
from tubulus.screen.knowledge.rows import make_pair_rows

__all__ = ["LIGAND_COLUMNS", "RECEPTOR_COLUMNS", "REFERENCE_COLUMNS", "read_pair_table"]

LIGAND_COLUMNS = (
    "ligand.symbol", "ligand_gene_symbol", "ligand gene symbol", "Ligand.ApprovedSymbol",
    "source_genesymbol", "ligand_symbol", "ligand",
)  # fmt: skip
RECEPTOR_COLUMNS = (
    "receptor.symbol", "receptor_gene_symbol", "receptor gene symbol", "Receptor.ApprovedSymbol",
    "target_genesymbol", "receptor_symbol", "receptor",
)  # fmt: skip
REFERENCE_COLUMNS = (
    "pmid", "pmids", "pubmed", "pubmed_id", "PMID.Manual", "reference", "references", "evidence",
    "doi", "pdb",
)  # fmt: skip
"""Columns in which references are looked for; a bare number there is a PubMed id."""

_NOTED = ("source", "notes", "note", "comment", "species", "annotation")
_SPECIES = ("species", "organism")
_HUMAN = ("", "human", "homo sapiens", "h. sapiens", "9606")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Export:
    """A known export: how it is told, and what it is called."""

    columns: tuple[str, ...]
    resource: str
    name: str


_EXPORTS = (
    _Export(("lr_pair", "ligand_gene_symbol", "receptor_gene_symbol"), "celltalkdb", "CellTalkDB"),
    _Export(("interaction_name", "pathway_name", "ligand", "receptor"), "cellchatdb", "CellChatDB"),
)


def read_pair_table(
    path: Path,
    *,
    name: str | None = None,
    version: str = "",
    complexes: Path | None = None,
    unknown_symbols: Literal["refuse", "leave_out"] = "refuse",
) -> PairSource:
    """Read a table of ligand-receptor pairs.

    Parameters
    ----------
    path : Path
        CSV, TSV or XLSX with a column for ligand and receptor, and where they are known
        ``source``, ``reference``, ``pmid``, ``doi``, ``pdb``, ``species``. Partners may be
        symbols, aliases, UniProt accessions, Entrez or Ensembl ids; a complex is written by its
        subunits (``TGFBR1+TGFBR2``). Exports of CellTalkDB and CellChatDB are told by their
        header.
    name, version : str, optional
        What the table is called; the export's name or the file's where left out.
    complexes : Path, optional
        Table of named complexes: the first column holds the name, ``subunit_1`` and so on hold
        the subunits.
    unknown_symbols : str
        ``refuse``: names that mean no single human coding gene are an error, each with its line;
        ``leave_out``: their rows are left out and reported. Known exports always leave out.

    Raises
    ------
    InputError
        With all problems of the file.
    """
    table = read_columns(path, ())
    export = next((e for e in _EXPORTS if table.has_columns(e.columns)), None)
    frame, skipped = _read_rows(table, export.resource if export else (name or path.stem))
    names = pl.concat([frame["ligand"], frame["receptor"]]).unique().sort().to_list()
    mapping = map_partners(names, complexes=_read_complexes(complexes))
    if unknown_symbols == "refuse" and export is None:
        _refuse(table.name, frame, mapping)
    return PairSource(
        kind="table",
        name=name or (export.name if export else path.name),
        version=version,
        sha256=hash_files([path, *([complexes] if complexes else [])]),
        rows=make_pair_rows(frame, mapping, bare_is_pubmed=True),
        left_out=mapping.make_left_out(frame["ligand"], frame["receptor"]),
        skipped=skipped,
    )


def _read_rows(table: RawTable, resource: str) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Return the rows of human pairs and how many others there were."""
    ends = [
        (field, table.find_column(*columns))
        for field, columns in (("ligand", LIGAND_COLUMNS), ("receptor", RECEPTOR_COLUMNS))
    ]
    found = f"the header names: {', '.join(table.header)}"
    problems = [
        Problem(table.name, 1, field, "column is missing", found)
        for field, column in ends
        if column is None
    ]
    columns = [column for _, column in ends if column is not None]
    problems = problems or list_empty_cells(table, columns)
    if problems:
        raise InputError(problems)
    species = pl.Series([t.lower() for t in table.read_texts(*_SPECIES)], dtype=pl.String)
    human = species.is_in(_HUMAN)
    frame = table.frame.select(
        LINE,
        resource=pl.lit(resource.lower()),
        ligand=columns[0],
        receptor=columns[1],
        cited=_join_columns(table, REFERENCE_COLUMNS, named=False),
        notes=_join_columns(table, _NOTED, named=True),
    ).filter(human)
    others = table.frame.height - frame.height
    return frame, ((("the species is not human", others),) if others else ())


def _join_columns(table: RawTable, names: tuple[str, ...], *, named: bool) -> pl.Expr:
    """Join the cells of the columns that exist, with the name of each where asked for."""
    columns = [column for column in map(table.find_column, names) if column is not None]
    cells = [
        pl.when(pl.col(column) != "").then(
            pl.format(f"{column}: {{}}", pl.col(column)) if named else _tag(column)
        )
        for column in dict.fromkeys(columns)
    ]
    return pl.concat_str(cells, separator="; ", ignore_nulls=True) if cells else pl.lit("")


def _tag(column: str) -> pl.Expr:
    """Return a cell; an entry of a column ``pdb`` is marked as one."""
    return pl.format("PDB:{}", pl.col(column)) if column.lower() == "pdb" else pl.col(column)


def _read_complexes(path: Path | None) -> Mapping[str, tuple[str, ...]]:
    if path is None:
        return {}
    table = read_columns(path, ("subunit_1",))
    first = table.header[0]
    subunits = [name for name in table.header if name.lower().startswith("subunit_")]
    rows = table.frame.select(first, *subunits).iter_rows()
    return {name: tuple(filter(None, parts)) for name, *parts in rows}


def _refuse(file: str, frame: pl.DataFrame, mapping: PartnerMap) -> None:
    """Complain of every name that means no single gene, with its first line."""
    problems = []
    for field in ("ligand", "receptor"):
        bad = frame.filter(pl.col(field).is_in(list(mapping.lost)))
        first = bad.unique(field, keep="first", maintain_order=True)
        for line, given in first.select(LINE, field).iter_rows():
            lost = mapping.lost[given]
            choice = f" ({' or '.join(lost.candidates)})" if lost.candidates else ""
            remedy = 'mend the name, or leave such rows out (unknown_symbols = "leave_out")'
            part = "" if lost.given.strip() == given.strip() else f"its part {lost.given} "
            message = f"{given} cannot be used: {part}{lost.reason}{choice}"
            problems.append(Problem(file, line, field, message, remedy))
    if problems:
        raise InputError(problems[:_SHOWN])

"""Lists that people write: one row a protein, under whatever the identifier is called."""

from __future__ import annotations

import re

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.content import CONTENT_COLUMNS, describe_mixed_types
from tubulus.screen.cargo.peptides import judge_peptides, read_peptides
from tubulus.screen.cargo.proteins import CargoOptions, ListedProtein, Listing, SetAside
from tubulus.screen.cargo.quantities import parse_number
from tubulus.screen.cargo.raw_table import LINE, RawTable, fail_file
from tubulus.screen.cargo.samples import refuse_samples
from tubulus.screen.identifiers.report import map_identifiers

__all__ = ["IDENTIFIER_COLUMNS", "find_identifier_column", "read_plain_list"]

IDENTIFIER_COLUMNS = (
    "symbol", "gene symbol", "gene_symbol", "hgnc_symbol", "hgnc symbol", "gene", "genes",
    "gene name", "gene_name", "gene names", "uniprot", "uniprot id", "uniprot_id",
    "uniprot accession", "uniprotkb", "accession", "accessions", "protein accession",
    "protein id", "protein_id", "protein ids", "entrez", "entrez id", "entrez_id",
    "entrez gene id", "entrezgene", "gene id", "gene_id", "geneid", "ensembl", "ensembl id",
    "ensembl_id", "ensembl gene id", "ensembl_gene_id", "identifier", "id", "name", "protein",
)  # fmt: skip
"""Headings under which an identifier is looked for, the first that exists."""

_QUANTITIES = (
    "quantity", "abundance", "intensity", "lfq intensity", "lfq", "ibaq", "nsaf", "empai",
    "copies", "concentration", "spectral count", "spectral counts", "spectra",
)  # fmt: skip
_PEPTIDES = ("unique peptides", "unique_peptides", "peptides")
_FACTS = ("tier", "method", "source_cell", "species", "source", "uniprot")
_FACT_NAMES = {
    "method": ("method", "detection method", "detection_method", "detection"),
    "source": ("source", "study", "reference", "pmid"),
    "source_cell": ("source_cell", "source cell", "cell type", "cell"),
}
_GROUP = re.compile(r"\s*[;|]\s*|\s*,\s*")
_BARE = ("id", "identifier", "name", "protein")
"""Headings that say nothing of what a number below them is."""
_WHOLE = re.compile(r"\d+(?:\.0+)?")
_RECOGNISED = 0.5
_LOOKED_AT = 200


def find_identifier_column(table: RawTable) -> str | None:
    """Return the column that holds identifiers: by its heading, else by what its cells are.

    A column ``id`` or ``name`` of whole numbers is none: programs number their rows so, and each
    number is an Entrez id too. A file without a usable heading is taken where at least half of
    the cells of one column name a human gene.
    """
    headings = (table.find_column(name) for name in IDENTIFIER_COLUMNS)
    named = [column for column in headings if column and not _holds_numbering(table, column)]
    if named:
        return named[0]
    best, share = None, _RECOGNISED
    for column in table.header:
        cells = [cell for cell in table.frame[column].to_list()[:_LOOKED_AT] if cell]
        report = map_identifiers([_GROUP.split(cell)[0] for cell in cells])
        known = sum(name.state in {"mapped", "ambiguous", "repaired"} for name in report.names)
        # a bare number is an Entrez id too easily to choose a column by it
        numeric = sum(parse_number(cell) is not None for cell in cells) > len(cells) / 2
        if cells and not numeric and known >= share * len(cells):
            best, share = column, known / len(cells)
    return best


def read_plain_list(table: RawTable, options: CargoOptions) -> Listing:
    """Read a list with an identifier a row, optionally quantity, peptides, method and study.

    A cell with several identifiers stands for its first.

    Raises
    ------
    InputError
        Where no column holds identifiers, or a column of content types mixes mRNA with protein.
    """
    refuse_samples(table.name, options)
    table, headless = _give_header(table)
    column = find_identifier_column(table)
    if column is None:
        raise fail_file(table.name, *_explain_no_column(table))
    _refuse_mixed_types(table)
    quantity = table.find_column(*_QUANTITIES)
    quantities = [parse_number(text) for text in table.read_texts(*_QUANTITIES)]
    _require_numbers(table, quantity, quantities)
    counts = read_peptides(table, _PEPTIDES, options)
    facts = {fact: table.read_texts(*_FACT_NAMES.get(fact, (fact,))) for fact in _FACTS}
    if column.casefold() == "uniprot":
        facts.pop("uniprot")
    proteins, aside = [], []
    for row, (line, cell) in enumerate(zip(table.lines, table.frame[column], strict=True)):
        names = [name for name in _GROUP.split(cell) if name]
        count = counts[row]
        reason = judge_peptides(count, options) if names else f"is empty in column {column}"
        if reason:
            aside.append(SetAside(line, cell, reason))
        else:
            own = tuple((fact, texts[row]) for fact, texts in facts.items() if texts[row])
            proteins.append(
                ListedProtein(line, (names[0],), cell, quantities[row], count, facts=own)
            )
    notes = () if column.casefold() == "symbol" else (f"Identifiers were read from '{column}'.",)
    if headless:
        notes = ("The file has no header; its first line was read as an identifier.",)
    return Listing(
        tuple(proteins), tuple(aside), (quantity or "").casefold(), "not stated", notes, column
    )


def _holds_numbering(table: RawTable, column: str) -> bool:
    """Tell whether whole numbers under a heading may be no more than the numbers of the rows."""
    cells = [cell for cell in table.frame[column].to_list() if cell]
    if not cells or not all(_WHOLE.fullmatch(cell) for cell in cells):
        return False
    if column.casefold() in _BARE:
        return True
    numbers = [int(float(cell)) for cell in cells]
    start = numbers[0]
    return len(cells) > 1 and start < 2 and numbers == list(range(start, start + len(cells)))


def _explain_no_column(table: RawTable) -> tuple[str, str]:
    numbered = [
        name
        for name in _BARE
        if (column := table.find_column(name)) is not None and _holds_numbering(table, column)
    ]
    remedy = f"name one of them {', '.join(IDENTIFIER_COLUMNS[:4])}, uniprot, entrez or ensembl"
    message = f"has no column of gene or protein identifiers; it has {_list(table.header)}"
    if numbered:
        message += f"; numbers under '{numbered[0]}' may count the rows and are not read"
        remedy += f" ('entrez' if the numbers under '{numbered[0]}' are Entrez ids)"
    return message, remedy


def _give_header(table: RawTable) -> tuple[RawTable, bool]:
    """Return a table of one column whose header is an identifier itself as a list of symbols."""
    header = table.header
    if len(header) != 1 or table.find_column(*IDENTIFIER_COLUMNS):
        return table, False
    first = map_identifiers([header[0]]).names[0]
    if first.symbol is None and not first.candidates:
        return table, False
    above = pl.DataFrame({header[0]: [header[0]], LINE: [min(table.lines) - 1]})
    frame = pl.concat([above.cast({LINE: pl.Int64}), table.frame]).rename({header[0]: "symbol"})
    return RawTable(table.name, frame), True


def _list(header: tuple[str, ...]) -> str:
    return ", ".join(header[:10]) + (", ..." if len(header) > 10 else "")


def _refuse_mixed_types(table: RawTable) -> None:
    mixed = describe_mixed_types(table.read_texts(*CONTENT_COLUMNS))
    if mixed:
        remedy = "keep the rows of proteins alone: a transcript is no protein of the vesicle"
        field = table.find_column(*CONTENT_COLUMNS) or ""
        raise fail_file(table.name, mixed, remedy, field=field)


def _require_numbers(table: RawTable, column: str | None, numbers: list[float | None]) -> None:
    if column is None:
        return
    missing = {"", "na", "nan", "n/a", "-", "null", "none"}
    cells = zip(table.frame[LINE].to_list(), table.frame[column].to_list(), numbers, strict=True)
    problems = [
        Problem(table.name, line, column, f"{text!r} is no number", "write a number or nothing")
        for line, text, number in cells
        if number is None and text.casefold() not in missing
    ]
    if problems:
        raise InputError(problems[:20])

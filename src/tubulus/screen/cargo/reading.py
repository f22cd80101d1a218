"""Read a file of cargo whoever wrote it: choose the format, map the names, refuse transcripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.screen.cargo.content import ContentCheck, check_content
from tubulus.screen.cargo.formats import CargoFormat, choose_format
from tubulus.screen.cargo.mapping_rate import find_low_rate
from tubulus.screen.cargo.proteins import CargoOptions, ListedProtein, Listing
from tubulus.screen.cargo.raw_table import fail_file
from tubulus.screen.cargo.table_files import read_raw_table
from tubulus.screen.identifiers.mapping import MappedName, read_accession
from tubulus.screen.identifiers.report import MAPPING_SCHEMA, MappingReport, map_identifiers
from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.readers import CARGO_COLUMNS
from tubulus.screen.settings import CargoFormatName

__all__ = ["CARGO_SCHEMA", "CargoReading", "read_cargo_file"]

CARGO_SCHEMA = {
    **dict.fromkeys(CARGO_COLUMNS, pl.String),
    "quantity": pl.Float64,
    "quantity_unit": pl.String,
    "unique_peptides": pl.Int64,
    "n_runs": pl.Int64,
}
"""Columns of a table of cargo read from a file; null where the file does not say."""

_SPECIES = "not stated (the name is that of a human gene)"
"""A file that names no species: that a name is human is what the mapping found."""
_SHOWN = 50
_LEAVE_OUT = 'set unknown_symbols = "leave_out" in [screen]'


@dataclass(frozen=True, slots=True, eq=False)
class CargoReading:
    """What was read from a file of cargo.

    Parameters
    ----------
    cargo : polars.DataFrame
        One row a gene, columns ``CARGO_SCHEMA``.
    mapping : polars.DataFrame
        One row an identifier of the file, also those set aside; columns ``MAPPING_SCHEMA``.
    format : str
        Program or database that wrote the file, in words.
    content : ContentCheck
        What spoke for transcripts.
    notes : tuple of str
        Sentences on format, mapping and what was set aside.
    """

    cargo: pl.DataFrame
    mapping: pl.DataFrame
    format: str
    content: ContentCheck
    notes: tuple[str, ...]


def read_cargo_file(
    path: Path,
    *,
    cargo_format: CargoFormatName = "auto",
    options: CargoOptions | None = None,
    unknown_symbols: Literal["refuse", "leave_out"] = "refuse",
) -> CargoReading:
    """Read the proteins of a file, whatever names and whichever program it comes from.

    Parameters
    ----------
    path : Path
        CSV, TSV or XLSX.
    cargo_format : str
        One of ``tubulus.screen.settings.FORMATS``; ``auto`` tells it from the header.
    options : CargoOptions, optional
        Experiments of a download; samples that are the cargo; unique peptides needed.
    unknown_symbols : str
        For lists written by hand: ``refuse`` reports every name that maps to no gene or to
        several, ``leave_out`` drops and counts them. Tables of programs and databases always
        leave them out: nobody can mend them by hand. In all files of at least ten names, fewer
        than half that name human genes are refused too, with ``leave_out`` fewer than a fifth.

    Returns
    -------
    CargoReading
        A gene that stands on several rows is one row: its first one.

    Raises
    ------
    InputError
        With every problem: unreadable or wrong file, names that cannot be mapped, no protein at
        all, a list mixed with transcripts.
    """
    table = read_raw_table(path)
    form = choose_format(table, cargo_format)
    options = options or CargoOptions()
    listing = form.read(table, options)
    report = _map_proteins(listing.proteins)
    if form.is_written_by_hand and unknown_symbols == "refuse":
        _refuse_unmapped(path.name, listing.column, report)
    _refuse_low_rate(path.name, listing.column, report, leaves_out=unknown_symbols == "leave_out")
    content = _refuse_transcripts(path.name, report)
    if not report.symbols:
        raise fail_file(path.name, *_explain_nothing(listing, report))
    notes = (
        f"{path.name} was read as {form.title}.",
        *listing.notes,
        *_describe_set_aside(listing),
        *report.describe(),
        *_warn_of_signs(content),
    )
    frame = _make_cargo(path.name, listing, report, form, options)
    return CargoReading(frame, _make_mapping(listing, report), form.title, content, notes)


def _map_proteins(proteins: Sequence[ListedProtein]) -> MappingReport:
    """Map each protein by the first of its names that a gene answers to."""
    spread = [(row, name) for row, protein in enumerate(proteins) for name in protein.names]
    mapped = map_identifiers(name for _, name in spread).names
    chosen: dict[int, MappedName] = {}
    for (row, _), name in zip(spread, mapped, strict=True):
        kept = chosen.get(row)
        if kept is None or (kept.symbol is None and _is_better(name, kept)):
            chosen[row] = name
    names = tuple(chosen[row] for row in range(len(proteins)))
    return MappingReport(names, tuple(protein.line for protein in proteins))


def _is_better(name: MappedName, kept: MappedName) -> bool:
    """Tell whether the gene of a row may speak where its accession names none or several."""
    if name.symbol is None or kept.state == "not_human":
        return False
    return not kept.candidates or name.symbol in kept.candidates


def _refuse_unmapped(file: str, column: str, report: MappingReport) -> None:
    problems = [
        Problem(file, line, column, f"{name.given!r} {name.reason}", _suggest(name))
        for line, name in zip(report.lines, report.names, strict=True)
        if name.symbol is None
    ]
    if not problems:
        return
    rest = len(problems) - _SHOWN
    if rest > 0:
        remedy = f"{_LEAVE_OUT} to leave such names out and count them"
        problems = [*problems[:_SHOWN], Problem(file, 0, column, f"has {rest} more", remedy)]
    low = find_low_rate(file, column, report, leaves_out=False)
    if low:
        problems.append(low)
    elif report.looks_foreign:
        message = f"most names are not human ({report.counts['not_human']})"
        problems.append(Problem(file, 0, column, message, "map them to human orthologues first"))
    raise InputError(problems)


def _refuse_low_rate(file: str, column: str, report: MappingReport, *, leaves_out: bool) -> None:
    low = find_low_rate(file, column, report, leaves_out=leaves_out)
    if low:
        raise InputError([low])


def _suggest(name: MappedName) -> str:
    if name.candidates:
        return f"did you mean {' or '.join(map(repr, name.candidates[:4]))}?"
    start = name.given[:2].upper()
    near = suggest_name(name.given, (s for s in load_identifiers().coding if s[:2] == start))
    guess = f"{near} " if near.startswith("did you mean") else ""
    return f"{guess}correct or remove it, or {_LEAVE_OUT}"


def _refuse_transcripts(file: str, report: MappingReport) -> ContentCheck:
    names = [
        name.symbol or next(iter(name.candidates), name.given)
        for name in report.names
        if name.symbol or name.state == "not_coding"
    ]
    content = check_content(names, load_identifiers())
    if content.is_refused:
        message = f"holds transcripts among proteins: {content.describe()}"
        remedy = "keep what was found as protein; databases of vesicles mix both in one list"
        raise fail_file(file, message, remedy)
    return content


def _warn_of_signs(content: ContentCheck) -> tuple[str, ...]:
    if content.n_signs and content.p < 0.05:
        return (f"Look at this before you trust the list: {content.describe()}.",)
    return ()


def _explain_nothing(listing: Listing, report: MappingReport) -> tuple[str, str]:
    if not listing.proteins:
        reasons = ", ".join(_count_reasons(listing))
        return "lists no protein that could be kept", reasons or "give a list of proteins"
    examples = ", ".join(repr(name.given) for name in report.names[:3])
    remedy = "expected symbols, UniProt accessions, Entrez or Ensembl gene ids"
    return f"names no human protein-coding gene (it names {examples})", remedy


def _count_reasons(listing: Listing) -> list[str]:
    counts = Counter(row.reason for row in listing.set_aside)
    return [f"{count} {reason}" for reason, count in counts.most_common(5)]


def _describe_set_aside(listing: Listing) -> tuple[str, ...]:
    if not listing.set_aside:
        return ()
    reasons = "; ".join(_count_reasons(listing))
    return (f"{len(listing.set_aside)} rows were set aside: {reasons}.",)


def _make_cargo(
    file: str, listing: Listing, report: MappingReport, form: CargoFormat, options: CargoOptions
) -> pl.DataFrame:
    source = f"user file {file}" + ("" if form.is_written_by_hand else f" ({form.title})")
    rows: dict[str, dict[str, object]] = {}
    for protein, name in zip(listing.proteins, report.names, strict=True):
        if name.symbol is None or name.symbol in rows:
            continue
        rows[name.symbol] = {
            **dict.fromkeys(CARGO_COLUMNS, "not stated"),
            "symbol": name.symbol,
            "species": options.species or _SPECIES,
            "source_cell": options.source_cell or "not stated",
            "uniprot": read_accession(protein.names[0]) or "",
            "tier": "user",
            "method": listing.method,
            "source": source,
            "listed_as": protein.listed_as,
            **dict(protein.facts),
            "quantity": protein.quantity,
            "quantity_unit": listing.quantity or None,
            "unique_peptides": protein.peptides,
            "n_runs": protein.runs,
        }
    return pl.DataFrame(list(rows.values()), schema=CARGO_SCHEMA)


def _make_mapping(listing: Listing, report: MappingReport) -> pl.DataFrame:
    aside = pl.DataFrame(
        [
            (row.line, row.name, "set_aside", None, "", "", row.reason, None)
            for row in listing.set_aside
        ],
        schema=MAPPING_SCHEMA,
        orient="row",
    )
    return pl.concat([report.make_frame(), aside]).sort("line", maintain_order=True)

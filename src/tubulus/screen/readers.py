"""Readers of the user's tables: cargo, receptors, detection frequency, comparator lists.

Each reader raises one :class:`~tubulus.core.errors.InputError` with every problem of its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.screen.delimited import DelimitedTable, read_delimited
from tubulus.screen.reference import Symbols, load_symbols
from tubulus.screen.settings import GRADES

__all__ = [
    "CARGO_COLUMNS",
    "COMPARTMENTS",
    "RECEPTOR_COLUMNS",
    "STATES",
    "read_cargo",
    "read_comparator",
    "read_detection",
    "read_receptors",
]

CARGO_COLUMNS = (
    "symbol", "uniprot", "tier", "method", "source_cell", "species", "source", "listed_as",
)  # fmt: skip
RECEPTOR_COLUMNS = (
    "symbol", "uniprot", "cell_type", "compartment", "role", "grade", "evidence_kind", "conflict",
    "source", "species", "note", "state",
)  # fmt: skip
COMPARTMENTS = ("basal", "adluminal", "interstitial", "unresolved")
STATES = ("present", "absent", "unknown")
UnknownSymbols = Literal["refuse", "leave_out"]


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Rows under current symbols, with the problems met on the way."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]


def read_cargo(path: Path, *, unknown_symbols: UnknownSymbols = "refuse") -> pl.DataFrame:
    """Read the user's cargo, one row a protein.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab separated; ``symbol`` is required (human gene symbol or an alias
        that names one gene), the other columns of ``CARGO_COLUMNS`` are taken where present.
    unknown_symbols : str
        ``refuse`` reports names of no human coding gene, ``leave_out`` drops their rows.

    Returns
    -------
    polars.DataFrame
        Columns ``CARGO_COLUMNS``; what the file does not say reads ``not stated``.

    Raises
    ------
    InputError
        With all problems: unreadable or empty file, missing columns, unknown names, duplicates.
    """
    table = read_delimited(path, ("symbol",))
    resolved = _resolve_symbols(table, load_symbols(), unknown_symbols)
    problems = [*table.problems, *resolved.problems]
    problems += _find_duplicates(table.name, resolved.rows, ("symbol",))
    _refuse(problems, table.name, resolved.rows)
    defaults = dict.fromkeys(CARGO_COLUMNS, "not stated") | {
        "uniprot": "", "tier": "user", "source": f"user file {table.name}",
    }  # fmt: skip
    return _to_frame(resolved.rows, CARGO_COLUMNS, defaults)


def read_receptors(path: Path, *, unknown_symbols: UnknownSymbols = "refuse") -> pl.DataFrame:
    """Read the user's receptors, one row a receptor and cell type.

    Parameters
    ----------
    path : Path
        ``symbol`` and ``cell_type`` are required. ``state`` (present, absent, unknown), ``grade``
        and ``compartment`` are checked against their vocabularies where present.
    unknown_symbols : str
        As in :func:`read_cargo`.

    Returns
    -------
    polars.DataFrame
        Columns ``RECEPTOR_COLUMNS``; grade ``user`` and state ``present`` where not stated. A
        column ``disease`` (state of the donors) is kept where the file has it.

    Raises
    ------
    InputError
        With all problems of the file.
    """
    table = read_delimited(path, ("symbol", "cell_type"))
    resolved = _resolve_symbols(table, load_symbols(), unknown_symbols)
    problems = [*table.problems, *resolved.problems]
    problems += _find_duplicates(table.name, resolved.rows, ("symbol", "cell_type"))
    allowed = {"state": STATES, "grade": (*GRADES, "user"), "compartment": COMPARTMENTS}
    for column, values in allowed.items():
        problems += _check_vocabulary(table, column, values)
    _refuse(problems, table.name, resolved.rows)
    defaults = dict.fromkeys(RECEPTOR_COLUMNS, "not stated") | {
        "uniprot": "", "compartment": "unresolved", "grade": "user", "note": "",
        "conflict": "",
        "source": f"user file {table.name}", "state": "present",
    }  # fmt: skip
    more = tuple(name for name in ("disease",) if any(name in row for _, row in table.rows))
    return _to_frame(
        resolved.rows, (*RECEPTOR_COLUMNS, *more), defaults | {"disease": "not stated"}
    )


def read_detection(path: Path, *, unknown_symbols: UnknownSymbols = "leave_out") -> pl.DataFrame:
    """Read in how many other vesicle proteomes each protein was found (symbol, n_lists).

    A gene that the file does not list counts as found in none. Names of no coding gene are left
    out by default: such files are long and old.
    """
    table = read_delimited(path, ("symbol", "n_lists"))
    resolved = _resolve_symbols(table, load_symbols(), unknown_symbols)
    problems = [*table.problems, *resolved.problems]
    problems += [
        Problem(table.name, line, "n_lists", "is not a whole number of lists", "expected 0, 1, ...")
        for line, row in table.rows
        if row["n_lists"] and not (row["n_lists"].isascii() and row["n_lists"].isdigit())
    ]
    problems += _find_duplicates(table.name, resolved.rows, ("symbol",))
    _refuse(problems, table.name, resolved.rows)
    frame = _to_frame(resolved.rows, ("symbol", "n_lists"), {})
    return frame.with_columns(pl.col("n_lists").cast(pl.Int64))


def read_comparator(path: Path, *, unknown_symbols: UnknownSymbols = "leave_out") -> pl.DataFrame:
    """Read other vesicle proteomes, one row a list and protein (list_id, symbol).

    Parameters
    ----------
    path : Path
        ``list_id`` and ``symbol`` are required. ``study`` is taken where the file has it: what
        tells that two lists are of one study, for instance a PubMed id.
    unknown_symbols : str
        Names of no coding gene are left out by default: such files are long and old.

    Returns
    -------
    polars.DataFrame
        list_id, symbol and, where the file has it, study (null where it is not told). A protein
        that stands twice in one list counts once; a study that one row of a list tells holds for
        the list.

    Raises
    ------
    InputError
        With all problems of the file, for instance a list of two studies.
    """
    table = read_delimited(path, ("list_id", "symbol"))
    resolved = _resolve_symbols(table, load_symbols(), unknown_symbols)
    studies, twice = _find_studies(table)
    _refuse([*table.problems, *resolved.problems, *twice], table.name, resolved.rows)
    frame = _to_frame(resolved.rows, ("list_id", "symbol"), {}).unique(maintain_order=True)
    if not any("study" in row for _, row in table.rows):
        return frame
    told = pl.col("list_id").replace_strict(studies, default=None, return_dtype=pl.String)
    return frame.with_columns(study=told)


def _find_studies(table: DelimitedTable) -> tuple[dict[str, str], list[Problem]]:
    """Find the study of each list, and the rows that name another one."""
    studies: dict[str, str] = {}
    problems = []
    for line, row in table.rows:
        study = row.get("study")
        if study and studies.setdefault(row["list_id"], study) != study:
            message = f"list {row['list_id']} is of study {studies[row['list_id']]} and of {study}"
            problems.append(Problem(table.name, line, "study", message, "name one study a list"))
    return studies, problems


def _resolve_symbols(table: DelimitedTable, symbols: Symbols, unknown: UnknownSymbols) -> _Resolved:
    rows, problems = [], []
    for line, row in table.rows:
        symbol = symbols.resolve(row["symbol"])
        if symbol is not None:
            kept = {**row, "symbol": symbol}
            kept["listed_as"] = row.get("listed_as") or row["symbol"]
            rows.append((line, kept))
        elif unknown == "refuse" and row["symbol"]:
            message = f"{row['symbol']!r} names no human protein-coding gene"
            remedy = _suggest(row["symbol"], symbols)
            problems.append(Problem(table.name, line, "symbol", message, remedy))
    return _Resolved(tuple(rows), tuple(problems))


def _suggest(name: str, symbols: Symbols) -> str:
    upper = symbols.resolve(name.upper())
    if upper:
        return f"did you mean {upper!r} (human symbols; a mouse symbol is another gene)?"
    near = suggest_name(name, (s for s in symbols.known if s[:2] == name[:2].upper()))
    guess = f"{near} " if near.startswith("did you mean") else ""
    return guess + 'correct or remove it, or set unknown_symbols = "leave_out" in [screen]'


def _find_duplicates(
    name: str, rows: Sequence[tuple[int, dict[str, str]]], keys: tuple[str, ...]
) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for line, row in rows:
        key = tuple(row[column] for column in keys)
        if key in first:
            message = f"{' / '.join(key)} stands already in line {first[key]}"
            problems.append(Problem(name, line, keys[0], message, "keep one row"))
        first.setdefault(key, line)
    return problems


def _check_vocabulary(table: DelimitedTable, column: str, values: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(table.name, line, column, f"{row[column]!r} is not known", suggest_name("", values))
        for line, row in table.rows
        if row.get(column) and row[column] not in values
    ]


def _refuse(problems: list[Problem], name: str, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
    if not problems and not rows:
        message = "names no human protein-coding gene"
        problems = [Problem(name, 0, "symbol", message, "expected human gene symbols")]
    if problems:
        raise InputError(problems)


def _to_frame(
    rows: Sequence[tuple[int, dict[str, str]]],
    columns: tuple[str, ...],
    defaults: dict[str, str],
) -> pl.DataFrame:
    data = {
        column: [row.get(column) or defaults.get(column, "") for _, row in rows]
        for column in columns
    }
    return pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String))

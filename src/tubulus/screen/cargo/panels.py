"""Comparator panels: other vesicle proteomes, from a database download or the user's own lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.content import check_content
from tubulus.screen.cargo.raw_table import LINE, fail_file
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.cargo.table_files import read_raw_table
from tubulus.screen.cargo.vesicle_databases import is_vesicle_database, select_human_proteins
from tubulus.screen.identifiers.report import map_identifiers
from tubulus.screen.identifiers.table import load_identifiers

__all__ = ["ComparatorPanel", "build_panel", "derive_detection"]

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".gz")
_SCHEMA = {"list_id": pl.String, "symbol": pl.String}


@dataclass(frozen=True, slots=True, eq=False)
class ComparatorPanel:
    """Other vesicle proteomes under approved symbols.

    Parameters
    ----------
    frame : polars.DataFrame
        list_id, symbol: the format of ``comparator_file``.
    left_out : tuple of (str, str)
        Lists that are not in it, with the reason.
    """

    frame: pl.DataFrame
    left_out: tuple[tuple[str, str], ...]

    @property
    def n_lists(self) -> int:
        """How many lists it holds."""
        return self.frame["list_id"].n_unique()


def build_panel(source: Path, *, min_genes: int = 200) -> ComparatorPanel:
    """Build a panel from a download of ExoCarta or Vesiclepedia, or from a folder of lists.

    Parameters
    ----------
    source : Path
        The download (its human protein rows, one list an experiment), or a folder whose files
        are lists or tables that :func:`~tubulus.screen.cargo.reading.read_cargo_file` reads.
    min_genes : int
        Genes that a list needs.

    Returns
    -------
    ComparatorPanel
        Lists with equal sets of genes are one, under the first of their names; short lists and
        lists that hold transcripts are left out with the reason.

    Raises
    ------
    InputError
        If nothing is left, or the source cannot be read.
    """
    lists, left_out = _read_folder(source) if source.is_dir() else _read_download(source)
    kept: dict[str, frozenset[str]] = {}
    first: dict[frozenset[str], str] = {}
    for name, symbols in lists.items():
        if len(symbols) < min_genes:
            left_out[name] = f"has {len(symbols)} genes of {min_genes} needed"
        elif symbols in first:
            left_out[name] = f"holds the same genes as {first[symbols]}"
        else:
            first[symbols] = name
            kept[name] = symbols
    if not kept:
        reasons = "; ".join(f"{name} {why}" for name, why in list(left_out.items())[:5])
        raise fail_file(source.name, "gives no list for a panel", reasons or "it holds no lists")
    rows = [(name, symbol) for name, symbols in kept.items() for symbol in sorted(symbols)]
    return ComparatorPanel(
        pl.DataFrame(rows, schema=_SCHEMA, orient="row"), tuple(left_out.items())
    )


def derive_detection(panel: ComparatorPanel) -> pl.DataFrame:
    """Derive in how many lists of a panel each protein was found: the ``detection_file``."""
    counted = panel.frame.group_by("symbol").agg(n_lists=pl.col("list_id").n_unique())
    return counted.with_columns(pl.col("n_lists").cast(pl.Int64)).sort("symbol")


Lists = dict[str, frozenset[str]]


def _read_download(path: Path) -> tuple[Lists, dict[str, str]]:
    table = read_raw_table(path)
    if not is_vesicle_database(table):
        message = "is no download of ExoCarta or Vesiclepedia"
        remedy = "expected the columns CONTENT TYPE, GENE SYMBOL and EXPERIMENT ID, or a folder"
        raise fail_file(path.name, message, remedy)
    frame = select_human_proteins(table).sort(LINE)
    symbols = _map_rows(frame)
    lists: dict[str, set[str]] = {}
    raw: dict[str, list[str]] = {}
    for name, symbol, given in zip(frame["experiment"], symbols, frame["symbol"], strict=True):
        raw.setdefault(name, []).append(symbol or given)
        if symbol:
            lists.setdefault(name, set()).add(symbol)
    left_out = _find_transcripts(raw)
    order = sorted(lists, key=_make_order)
    return {name: frozenset(lists[name]) for name in order if name not in left_out}, left_out


def _make_order(name: str) -> tuple[bool, int, str]:
    """Order experiments by number, names behind them."""
    return (False, int(name), "") if name.isdecimal() else (True, 0, name)


def _map_rows(frame: pl.DataFrame) -> list[str | None]:
    """Map the symbol of each row, or its Entrez id where the symbol does not map."""
    given = frame["symbol"].unique().to_list()
    entrez = frame["entrez"].unique().to_list()
    by_symbol = _map_all(given)
    by_entrez = _map_all(entrez)
    return [
        by_symbol.get(symbol) or by_entrez.get(number)
        for symbol, number in zip(frame["symbol"], frame["entrez"], strict=True)
    ]


def _map_all(names: Iterable[str]) -> Mapping[str, str | None]:
    return {name.given: name.symbol for name in map_identifiers(names).names}


def _find_transcripts(lists: Mapping[str, list[str]]) -> dict[str, str]:
    table = load_identifiers()
    checks = {name: check_content(names, table) for name, names in lists.items()}
    return {
        name: f"holds transcripts among proteins: {check.describe()}"
        for name, check in checks.items()
        if check.is_refused
    }


def _read_folder(folder: Path) -> tuple[Lists, dict[str, str]]:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    lists: Lists = {}
    problems: list[Problem] = []
    for path in paths:
        name = path.name.partition(".")[0]
        if name in lists:
            message = f"is the second list named {name}"
            problems.append(Problem(path.name, 0, "", message, "rename one"))
            continue
        try:
            reading = read_cargo_file(path, unknown_symbols="leave_out")
        except InputError as error:
            problems.extend(error.problems)
        else:
            lists[name] = frozenset(reading.cargo["symbol"].to_list())
    if not paths:
        message = f"holds no file that ends in {', '.join(_SUFFIXES)}"
        problems.append(Problem(folder.name, 0, "", message, "put one list a file into it"))
    if problems:
        raise InputError(problems)
    return lists, {}

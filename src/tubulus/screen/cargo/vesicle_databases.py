"""Downloads of ExoCarta and Vesiclepedia (``..._PROTEIN_MRNA_DETAILS``), one row a finding."""

from __future__ import annotations

from collections import Counter

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.content import is_protein_type
from tubulus.screen.cargo.peptides import read_peptides
from tubulus.screen.cargo.proteins import CargoOptions, ListedProtein, Listing
from tubulus.screen.cargo.raw_table import LINE, RawTable, fail_file
from tubulus.screen.cargo.samples import refuse_samples

__all__ = ["is_vesicle_database", "read_vesicle_database", "select_human_proteins"]

_COLUMNS = {
    "type": ("CONTENT TYPE",),
    "symbol": ("GENE SYMBOL",),
    "entrez": ("ENTREZ GENE ID",),
    "species": ("SPECIES",),
    "experiment": ("EXPERIMENT ID",),
    "method": ("METHODS", "METHOD"),
}
_LISTED = 10


def is_vesicle_database(table: RawTable) -> bool:
    """Tell whether the header is that of a download of ExoCarta or Vesiclepedia."""
    return table.has_columns(("CONTENT TYPE", "GENE SYMBOL", "EXPERIMENT ID"))


def select_human_proteins(table: RawTable) -> pl.DataFrame:
    """Select the human rows whose content type is protein, in any of its spellings.

    Returns
    -------
    polars.DataFrame
        type, symbol, entrez, species, experiment, method and the line.
    """
    frame = pl.DataFrame(
        {key: table.read_texts(*names) for key, names in _COLUMNS.items()},
        schema=dict.fromkeys(_COLUMNS, pl.String),
    ).with_columns(pl.Series(LINE, table.lines, dtype=pl.Int64))
    spellings = [text for text in frame["type"].unique().to_list() if is_protein_type(text)]
    species = pl.col("species").str.to_lowercase()
    return frame.filter(
        pl.col("type").is_in(spellings) & ((species == "homo sapiens") | (species == ""))
    )


def read_vesicle_database(table: RawTable, options: CargoOptions) -> Listing:
    """Read the human proteins of the experiments that were chosen.

    Raises
    ------
    InputError
        If the file holds several experiments and none was chosen, an experiment is not in it, or
        holds no human protein.
    """
    refuse_samples(table.name, options)
    read_peptides(table, (), options)
    proteins = select_human_proteins(table)
    column = table.find_column(*_COLUMNS["experiment"])
    present = set(table.frame[column].to_list()) if column else set()
    chosen = options.experiments or (tuple(present) if len(present) == 1 else ())
    if not chosen:
        raise fail_file(table.name, *_ask_for_experiment(proteins), field="EXPERIMENT ID")
    _require_experiments(table.name, chosen, present, set(proteins["experiment"].to_list()))
    rows = proteins.filter(pl.col("experiment").is_in(chosen))
    others = table.frame.filter(pl.col(column or LINE).is_in(chosen)).height - rows.height
    listed = tuple(
        ListedProtein(
            row[LINE],
            tuple(name for name in (row["symbol"], row["entrez"]) if name),
            row["symbol"] or row["entrez"],
            facts=(
                ("method", row["method"]),
                ("species", "human"),
                ("source", f"{table.name}, experiment {row['experiment']}"),
            ),
        )
        for row in rows.iter_rows(named=True)
    )
    note = f"{others} rows of mRNA, lipid or another species were set aside by their own columns."
    return Listing(listed, notes=(note,) if others else ())


def _ask_for_experiment(proteins: pl.DataFrame) -> tuple[str, str]:
    sizes = Counter(proteins["experiment"].to_list())
    largest = ", ".join(f"{name} ({count})" for name, count in sizes.most_common(_LISTED))
    message = f"holds {len(sizes)} experiments with human proteins and none was chosen"
    return message, f'set cargo_experiments in [screen], as in ["126"]; the largest are {largest}'


def _require_experiments(
    name: str, chosen: tuple[str, ...], present: set[str], with_proteins: set[str]
) -> None:
    problems = []
    for experiment in chosen:
        if experiment not in present:
            problems.append(
                Problem(name, 0, "EXPERIMENT ID", f"holds no experiment {experiment}", "check it")
            )
        elif experiment not in with_proteins:
            message = f"experiment {experiment} holds no human proteins"
            remedy = "choose another: its rows are mRNA or of another species"
            problems.append(Problem(name, 0, "EXPERIMENT ID", message, remedy))
    if problems:
        raise InputError(problems)

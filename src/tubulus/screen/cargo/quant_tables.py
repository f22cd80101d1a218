"""Protein tables of DIA-NN, FragPipe and Spectronaut: one description of columns each."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from tubulus.screen.cargo.proteins import (
    CargoOptions,
    ListedProtein,
    Listing,
    SetAside,
    describe_shared_groups,
    split_group,
)
from tubulus.screen.cargo.quantities import parse_number, parse_whole, summarise_runs
from tubulus.screen.cargo.raw_table import RawTable

__all__ = ["QUANT_LAYOUTS", "QuantLayout", "read_quant_table"]

_DECOY = re.compile(r"(?:rev_|decoy_|##|REV__)", re.IGNORECASE)
_CONTAMINANT = re.compile(r"(?:contam_|CON__|Cont_|cRAP-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuantLayout:
    """Where a program writes what.

    Parameters
    ----------
    name, title : str
        Format in the settings, and program and file in words.
    signature : tuple of str
        Columns that give the format away.
    accession, genes : tuple of str
        Columns of the accessions and genes of a group; the first that exists.
    peptides : tuple of str
        Columns that count unique peptides.
    organism : str
        Column of the species, where there is one.
    identity : str
        Column whose prefix marks decoys and contaminants.
    quantities : tuple of (str, str)
        Pattern of the columns of the runs, and the unit in words; the first that any column fits.
    limits : tuple of (str, float)
        Columns of q-values and their upper limit.
    is_long : bool
        Whether one row is a precursor of one run, so that rows of a group are joined.
    """

    name: str
    title: str
    signature: tuple[str, ...]
    accession: tuple[str, ...]
    genes: tuple[str, ...]
    quantities: tuple[tuple[str, str], ...]
    peptides: tuple[str, ...] = ()
    organism: str = ""
    identity: str = ""
    limits: tuple[tuple[str, float], ...] = ()
    is_long: bool = False


_FDR = 0.01
"""Protein q-value up to which programs report groups by default."""

QUANT_LAYOUTS = (
    QuantLayout(
        "diann_report", "DIA-NN report.tsv",
        ("Run", "Protein.Group", "Genes", "PG.Q.Value"),
        ("Protein.Group",), ("Genes",),
        ((r"PG\.MaxLFQ", "MaxLFQ"), (r"PG\.Quantity", "PG.Quantity")),
        limits=(("PG.Q.Value", _FDR), ("Global.PG.Q.Value", _FDR), ("Lib.PG.Q.Value", _FDR)),
        is_long=True,
    ),
    QuantLayout(
        "diann_matrix", "DIA-NN report.pg_matrix.tsv",
        ("Protein.Group", "Genes", "First.Protein.Description"),
        ("Protein.Group",), ("Genes",),
        # every other column is a run, under the path of its file
        ((r"(?!Protein\.|Genes$|First\.|N\.).+", "MaxLFQ"),),
    ),
    QuantLayout(
        "fragpipe", "FragPipe combined_protein.tsv or protein.tsv",
        ("Protein", "Protein ID", "Gene", "Protein Probability"),
        ("Protein ID",), ("Gene",),
        (
            (r".+ MaxLFQ Intensity", "MaxLFQ"), (r".+ Intensity", "intensity"),
            (r".+ Razor Intensity", "intensity"), (r".+ Spectral Count", "spectra"),
        ),
        peptides=("Unique Peptides", "Combined Unique Peptides"),
        organism="Organism", identity="Protein",
    ),
    QuantLayout(
        "spectronaut", "Spectronaut protein table",
        ("PG.ProteinGroups", "PG.Genes"),
        ("PG.ProteinGroups",), ("PG.Genes",),
        ((r".*PG\.Quantity", "PG.Quantity"), (r".*PG\.IBAQ", "iBAQ")),
        organism="PG.Organisms",
    ),
)  # fmt: skip
"""Formats that differ in their columns alone."""

_FRAGPIPE_TOTALS = re.compile(r"(?:Combined|Total|Unique|Razor|Summed).* (?:Intensity|Count)")


def read_quant_table(table: RawTable, layout: QuantLayout, options: CargoOptions) -> Listing:
    """Read protein groups; each stands for its first protein, the one the program puts first."""
    table, dropped = _apply_limits(table, layout)
    columns, unit = _choose_quantities(table, layout)
    if layout.is_long:
        table = _join_runs(table, layout, columns)
    means, runs = summarise_runs(table, columns) if not layout.is_long else _read_joined(table)
    ids, genes = table.read_texts(*layout.accession), table.read_texts(*layout.genes)
    identity = table.read_texts(layout.identity or layout.accession[0])
    species = table.read_texts(layout.organism)
    counts = [parse_whole(text) for text in table.read_texts(*layout.peptides)]
    proteins, aside = [], []
    for row, line in enumerate(table.lines):
        names = (*split_group(ids[row])[:1], *split_group(genes[row])[:1])
        reason = _judge(identity[row], species[row], counts[row], options)
        if reason or not names:
            aside.append(SetAside(line, identity[row], reason or "names no protein"))
            continue
        listed = f"{ids[row]} ({genes[row]})" if genes[row] else ids[row]
        proteins.append(ListedProtein(line, names, listed, means[row], counts[row], runs[row]))
    notes = describe_shared_groups(genes)
    if dropped:
        notes = (f"{dropped} rows above the protein q-value of {_FDR} were left out.", *notes)
    return Listing(tuple(proteins), tuple(aside), unit, notes=notes)


def _judge(identity: str, species: str, peptides: int | None, options: CargoOptions) -> str | None:
    if _DECOY.match(identity):
        return "is a decoy"
    if _CONTAMINANT.match(identity):
        return "is marked as a contaminant by its prefix"
    if species and "homo sapiens" not in species.casefold() and species.casefold() != "human":
        return f"is a protein of {species.partition(' OX=')[0]}"
    if peptides is not None and peptides < options.min_peptides:
        return f"has {peptides} unique peptides of {options.min_peptides} needed"
    return None


def _apply_limits(table: RawTable, layout: QuantLayout) -> tuple[RawTable, int]:
    kept = pl.Series([True] * table.frame.height)
    for name, limit in layout.limits:
        column = table.find_column(name)
        if column:
            values = [parse_number(text) for text in table.frame[column].to_list()]
            kept &= pl.Series([value is None or value <= limit for value in values])
    frame = table.frame.filter(kept)
    return RawTable(table.name, frame), table.frame.height - frame.height


def _choose_quantities(table: RawTable, layout: QuantLayout) -> tuple[list[str], str]:
    for pattern, unit in layout.quantities:
        found = [column for column in table.header if re.fullmatch(pattern, column)]
        if layout.name == "fragpipe":
            runs = [column for column in found if not _FRAGPIPE_TOTALS.fullmatch(column)]
            if unit == "intensity":
                runs = [column for column in runs if not column.endswith("MaxLFQ Intensity")]
            if unit == "spectra":
                runs = [c for c in runs if not re.search(r"(?:Unique|Total|Razor) Spectral", c)]
            found = runs or [c for c in found if c in {"Razor Intensity", "Total Intensity"}][:1]
        if found:
            return found, unit
    return [], ""


def _join_runs(table: RawTable, layout: QuantLayout, columns: list[str]) -> RawTable:
    """Join the precursors of a group: one row a group, its quantity the mean over the runs."""
    group, run = layout.accession[0], "Run"
    frame = table.frame
    quantity = pl.col(columns[0]).str.replace(",", ".", literal=True) if columns else pl.lit("")
    number = quantity.cast(pl.Float64, strict=False)
    frame = frame.with_columns(number.alias("(quantity)"))
    each = frame.group_by(group, run, maintain_order=True).agg(
        pl.exclude("(quantity)").first(), pl.col("(quantity)").max()
    )
    positive = pl.col("(quantity)").filter(pl.col("(quantity)") > 0)
    joined = each.group_by(group, maintain_order=True).agg(
        pl.exclude("(quantity)", group).first(),
        positive.mean().alias("(mean)"),
        positive.len().alias("(runs)"),
    )
    return RawTable(table.name, joined)


def _read_joined(table: RawTable) -> tuple[list[float | None], list[int | None]]:
    return table.frame["(mean)"].to_list(), table.frame["(runs)"].to_list()

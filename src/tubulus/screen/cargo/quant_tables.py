"""Protein tables of DIA-NN, FragPipe and Spectronaut: one description of columns each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tubulus.screen.cargo.peptides import judge_peptides, read_peptides
from tubulus.screen.cargo.proteins import (
    CargoOptions,
    ListedProtein,
    Listing,
    SetAside,
    describe_shared_groups,
    split_group,
)
from tubulus.screen.cargo.quantities import parse_number
from tubulus.screen.cargo.raw_table import RawTable
from tubulus.screen.cargo.samples import (
    SampleColumn,
    SampleReading,
    choose_samples,
    make_reading,
    read_samples,
)

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
        Pattern of the columns of the samples, with a space for any separator and a group
        ``sample``, and the unit in words; the first that any column fits.
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
        ((r"PG MaxLFQ", "MaxLFQ"), (r"PG Quantity", "PG.Quantity")),
        limits=(("PG.Q.Value", _FDR), ("Global.PG.Q.Value", _FDR), ("Lib.PG.Q.Value", _FDR)),
        is_long=True,
    ),
    QuantLayout(
        "diann_matrix", "DIA-NN report.pg_matrix.tsv",
        ("Protein.Group", "Genes", "First.Protein.Description"),
        ("Protein.Group",), ("Genes",),
        # every other column is a run, under the path of its file
        ((r"(?!Protein |Genes$|First |N |\(column )(?P<sample>.+)", "MaxLFQ"),),
    ),
    QuantLayout(
        "fragpipe", "FragPipe combined_protein.tsv or protein.tsv",
        ("Protein", "Protein ID", "Gene", "Protein Probability"),
        ("Protein ID",), ("Gene",),
        (
            (r"(?P<sample>.+) MaxLFQ Intensity", "MaxLFQ"),
            (r"(?P<sample>.+) Intensity", "intensity"),
            (r"(?P<sample>.+) Spectral Count", "spectra"),
        ),
        peptides=("Unique Peptides", "Combined Unique Peptides"),
        organism="Organism", identity="Protein",
    ),
    QuantLayout(
        "spectronaut", "Spectronaut protein table",
        ("PG.ProteinGroups", "PG.Genes"),
        ("PG.ProteinGroups",), ("PG.Genes",),
        (
            (r"(?:\[\d+\] |X \d+  )?(?P<sample>.*?) ?PG Quantity", "PG.Quantity"),
            (r"(?:\[\d+\] |X \d+  )?(?P<sample>.*?) ?PG IBAQ", "iBAQ"),
        ),
        organism="PG.Organisms",
    ),
)  # fmt: skip
"""Formats that differ in their columns alone."""

_SEPARATOR = re.compile(r"[\s._]")
_PATH = re.compile(r"^.*[\\/]")
# sums over the samples, and other quantities of a sample, in FragPipe
_NO_SAMPLE = re.compile(
    r"^(?:Combined|Total|Unique|Razor|Summed) |(?:Unique|Total|Razor) (?:Intensity|Spectral)",
    re.IGNORECASE,
)


def read_quant_table(table: RawTable, layout: QuantLayout, options: CargoOptions) -> Listing:
    """Read protein groups; each stands for its first protein, the one the program puts first."""
    table, dropped = _apply_limits(table, layout)
    columns, total, unit = _choose_quantities(table, layout)
    if layout.is_long:
        table, samples = _join_runs(table, layout, total, options)
    else:
        samples = read_samples(table, columns, total, options)
    ids, genes = table.read_texts(*layout.accession), table.read_texts(*layout.genes)
    identity = table.read_texts(layout.identity or layout.accession[0])
    species = table.read_texts(layout.organism)
    counts = read_peptides(table, layout.peptides, options)
    proteins, aside, n_left_out = [], [], 0
    for row, line in enumerate(table.lines):
        names = (*split_group(ids[row])[:1], *split_group(genes[row])[:1])
        reason = _judge(identity[row], species[row], counts[row], options)
        too_few = None if reason else samples.judge(row)
        n_left_out += too_few is not None
        reason = reason or too_few
        if reason or not names:
            aside.append(SetAside(line, identity[row], reason or "names no protein"))
            continue
        listed = f"{ids[row]} ({genes[row]})" if genes[row] else ids[row]
        quantity, runs = samples.means[row], samples.runs[row]
        proteins.append(ListedProtein(line, names, listed, quantity, counts[row], runs))
    notes = (*samples.describe(n_left_out), *describe_shared_groups(genes))
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
    return judge_peptides(peptides, options)


def _apply_limits(table: RawTable, layout: QuantLayout) -> tuple[RawTable, int]:
    kept = pl.Series([True] * table.frame.height)
    for name, limit in layout.limits:
        column = table.find_column(name)
        if column:
            values = [parse_number(text) for text in table.frame[column].to_list()]
            kept &= pl.Series([value is None or value <= limit for value in values])
    frame = table.frame.filter(kept)
    return RawTable(table.name, frame), table.frame.height - frame.height


def _choose_quantities(
    table: RawTable, layout: QuantLayout
) -> tuple[list[SampleColumn], str | None, str]:
    """Return the columns of the samples, the column of all together, and the unit."""
    total = table.find_column("Razor Intensity", "Total Intensity", "Total Spectral Count")
    for pattern, unit in layout.quantities:
        found = _find_samples(table.header, pattern)
        if layout.name == "fragpipe":
            samples = [c for c in found if not _NO_SAMPLE.search(_plain(c.column))]
            if found and (samples or total):
                return samples, total, unit
        elif found:
            apart = [column for column in found if column.sample]
            return apart, found[0].column, unit
    return [], None, ""


def _find_samples(header: Sequence[str], pattern: str) -> list[SampleColumn]:
    found = []
    for column in header:
        match = re.fullmatch(pattern, _plain(column), re.IGNORECASE)
        if match:
            named = "sample" in match.groupdict()
            sample = column[slice(*match.span("sample"))] if named else ""
            found.append(SampleColumn(column, _PATH.sub("", sample)))
    return found


def _plain(heading: str) -> str:
    """Return a heading with a space for each separator, letter by letter."""
    return _SEPARATOR.sub(" ", heading)


def _join_runs(
    table: RawTable, layout: QuantLayout, column: str | None, options: CargoOptions
) -> tuple[RawTable, SampleReading]:
    """Join the precursors of a group: one row a group, its quantity the mean over the runs."""
    group, run = (table.find_column(name) or "" for name in (layout.accession[0], "Run"))
    names = [_PATH.sub("", name) for name in table.frame[run].to_list()]
    chosen = choose_samples(table.name, sorted(set(names)), options)
    quantity = pl.col(column).str.replace(",", ".", literal=True) if column else pl.lit("")
    number = quantity.cast(pl.Float64, strict=False)
    frame = table.frame.with_columns(
        pl.when(pl.Series(names, dtype=pl.String).is_in(chosen[0])).then(number).alias("(quantity)")
    )
    each = frame.group_by(group, run, maintain_order=True).agg(
        pl.exclude("(quantity)").first(), pl.col("(quantity)").max()
    )
    positive = pl.col("(quantity)").filter(pl.col("(quantity)") > 0)
    joined = each.group_by(group, maintain_order=True).agg(
        pl.exclude("(quantity)", group).first(),
        positive.mean().alias("(mean)"),
        positive.len().alias("(runs)"),
    )
    runs = joined["(runs)"].to_list() if column else [None] * joined.height
    reading = make_reading(joined["(mean)"].to_list(), runs, chosen, options)
    return RawTable(table.name, joined), reading

"""MaxQuant: ``proteinGroups.txt`` (Cox and Mann 2008, DOI:10.1038/nbt.1511)."""

from __future__ import annotations

import re

from tubulus.screen.cargo.proteins import (
    CargoOptions,
    ListedProtein,
    Listing,
    SetAside,
    describe_shared_groups,
    split_group,
)
from tubulus.screen.cargo.quantities import parse_whole, summarise_runs
from tubulus.screen.cargo.raw_table import RawTable

__all__ = ["is_maxquant", "read_maxquant"]

# headings of versions 1.3 to 2.x
_MARKS = (
    (("Reverse",), "is a reversed sequence (MaxQuant)"),
    (("Potential contaminant", "Contaminant"), "is marked as a contaminant by MaxQuant"),
    (("Only identified by site",), "is identified by a modified site only (MaxQuant)"),
)
_QUANTITIES = (
    ("LFQ intensity", "LFQ intensity"),
    ("iBAQ", "iBAQ"),
    ("Reporter intensity corrected", "reporter intensity"),
    ("Intensity", "intensity"),
)
_GENE = re.compile(r"GN=(\S+)")
_NO_QUANTITY = ("iBAQ peptides",)


def is_maxquant(table: RawTable) -> bool:
    """Tell whether the header is that of ``proteinGroups.txt``."""
    return table.has_columns(("Protein IDs", "Majority protein IDs"))


def read_maxquant(table: RawTable, options: CargoOptions) -> Listing:
    """Read protein groups; each stands for its leading razor protein.

    The leading protein is the first of *Majority protein IDs*, its gene the first of *Gene names*
    or of the FASTA headers. Quantities: LFQ, else iBAQ, else corrected reporter
    intensity, else intensity; the mean over the runs or channels.
    """
    marks = [(table.read_texts(*names), reason) for names, reason in _MARKS]
    leading = table.read_texts("Majority protein IDs")
    genes, headers = table.read_texts("Gene names"), table.read_texts("Fasta headers")
    counts = [parse_whole(text) for text in _read_peptides(table)]
    columns, unit = _choose_quantities(table)
    means, runs = summarise_runs(table, columns)
    proteins, aside = [], []
    for row, line in enumerate(table.lines):
        ids = split_group(leading[row])
        reason = next((why for cells, why in marks if cells[row] == "+"), None)
        reason = reason or _judge_peptides(counts[row], options.min_peptides)
        if reason or not ids:
            aside.append(SetAside(line, leading[row], reason or "names no protein"))
            continue
        gene = split_group(genes[row])[:1] or _GENE.findall(headers[row])[:1]
        listed = f"{leading[row]} ({genes[row]})" if genes[row] else leading[row]
        proteins.append(
            ListedProtein(line, (ids[0], *gene), listed, means[row], counts[row], runs[row])
        )
    notes = describe_shared_groups(genes)
    return Listing(tuple(proteins), tuple(aside), unit, notes=notes)


def _read_peptides(table: RawTable) -> list[str]:
    return table.read_texts("Unique peptides", "Peptide counts (unique)")


def _judge_peptides(count: int | None, needed: int) -> str | None:
    if count is not None and count < needed:
        return f"has {count} unique peptides of {needed} needed"
    return None


def _choose_quantities(table: RawTable) -> tuple[list[str], str]:
    """Return the columns of the runs, or the column of the sum where there are none."""
    for start, unit in _QUANTITIES:
        runs = [
            column
            for column in table.header
            if column.startswith(f"{start} ") and column not in _NO_QUANTITY
        ]
        if start == "Intensity":
            # SILAC: intensities of the channels stand beside those of the runs
            runs = [column for column in runs if column.split()[-1] not in {"L", "M", "H"}]
        total = table.find_column(start)
        if runs or total:
            return runs or [total or ""], unit
    return [], ""

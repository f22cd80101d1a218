"""MaxQuant: ``proteinGroups.txt`` (Cox and Mann 2008, DOI:10.1038/nbt.1511)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tubulus.screen.cargo.peptides import judge_peptides, read_peptides
from tubulus.screen.cargo.proteins import (
    CargoOptions,
    ListedProtein,
    Listing,
    SetAside,
    describe_shared_groups,
    split_group,
)
from tubulus.screen.cargo.raw_table import RawTable
from tubulus.screen.cargo.samples import SampleColumn, read_samples

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
_PEPTIDES = ("Unique peptides", "Peptide counts (unique)")
_GENE = re.compile(r"GN=(\S+)")
# SILAC: intensities of the channels stand beside those of the samples
_OTHERS = {"Intensity": ("L", "M", "H"), "iBAQ": ("peptides",)}


def is_maxquant(table: RawTable) -> bool:
    """Tell whether the header is that of ``proteinGroups.txt``, as MaxQuant or R writes it."""
    return table.find_column("Majority protein IDs") is not None


def read_maxquant(table: RawTable, options: CargoOptions) -> Listing:
    """Read protein groups; each stands for its leading razor protein.

    The leading protein is the first of *Majority protein IDs*, its gene the first of *Gene names*
    or of the FASTA headers. Quantities: LFQ, else iBAQ, else corrected reporter
    intensity, else intensity; the mean over the chosen samples in which the group has one.
    """
    marks = [(table.read_texts(*names), reason) for names, reason in _MARKS]
    leading = table.read_texts("Majority protein IDs")
    genes, headers = table.read_texts("Gene names"), table.read_texts("Fasta headers")
    counts = read_peptides(table, _PEPTIDES, options)
    columns, total, unit = _choose_quantities(table)
    samples = read_samples(table, columns, total, options)
    proteins, aside, n_left_out = [], [], 0
    for row, line in enumerate(table.lines):
        ids = split_group(leading[row])
        reason = next((why for cells, why in marks if cells[row] == "+"), None)
        reason = reason or judge_peptides(counts[row], options)
        too_few = None if reason else samples.judge(row)
        n_left_out += too_few is not None
        reason = reason or too_few
        if reason or not ids:
            aside.append(SetAside(line, leading[row], reason or "names no protein"))
            continue
        gene = split_group(genes[row])[:1] or _GENE.findall(headers[row])[:1]
        listed = f"{leading[row]} ({genes[row]})" if genes[row] else leading[row]
        proteins.append(
            ListedProtein(
                line, (ids[0], *gene), listed, samples.means[row], counts[row], samples.runs[row]
            )
        )
    notes = (*samples.describe(n_left_out), *describe_shared_groups(genes))
    return Listing(tuple(proteins), tuple(aside), unit, notes=notes)


def _choose_quantities(table: RawTable) -> tuple[list[SampleColumn], str | None, str]:
    """Return the columns of the samples, and the column of the sum for where there are none."""
    for start, unit in _QUANTITIES:
        samples = _find_samples(table.header, start)
        total = table.find_column(start)
        if samples or total:
            return samples, total, unit
    return [], None, ""


def _find_samples(header: Sequence[str], start: str) -> list[SampleColumn]:
    """Find the headings that begin with a quantity, whatever divides its words."""
    divider = r"[\s._]+"
    heading = re.compile(start.replace(" ", divider) + divider + "(.+)", re.IGNORECASE)
    found = [
        SampleColumn(match[0], match[1])
        for column in header
        if (match := heading.fullmatch(column))
    ]
    others = _OTHERS.get(start, ())
    return [column for column in found if column.sample.split()[-1] not in others]

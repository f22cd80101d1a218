"""The tables that a campaign rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.preparation.regions import Region
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["DockTables"]


@dataclass(frozen=True, slots=True)
class DockTables:
    """The tables that a campaign rests on.

    Attributes
    ----------
    partners : PartnerTable
        Partners with their structure files.
    asked : AskedPairs or None
        Asked pairs of a table; None where they come from the shortlist.
    sequences : mapping of str to str
        Sequences by accession.
    regions : tuple of Region
        Regions of entries.
    predictions : Path or None
        Folder of predictions of other programs; None where none is named.
    """

    partners: PartnerTable
    asked: AskedPairs | None
    sequences: Mapping[str, str]
    regions: tuple[Region, ...]
    predictions: Path | None = None

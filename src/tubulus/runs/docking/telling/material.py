"""What the sentences on a campaign are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.structures.reading.origin import StructureOrigin
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["LISTED", "CampaignMaterial", "list_some"]

LISTED = 12
"""Names that a sentence lists at most."""


@dataclass(frozen=True, slots=True, eq=False)
class CampaignMaterial:
    """Partners, asked pairs, merged and calibrated tables of a campaign.

    Attributes
    ----------
    partners : PartnerTable
        Both sides, with their files.
    asked : AskedPairs
        Pairs about which something is to be said.
    result : CampaignResult
        Merged tables.
    calibration : polars.DataFrame
        Of the asked pairs.
    measured : sequence of MeasuredDiscrimination
        How well scores told known partners from others, that of p first.
    origins : mapping of (side, name) to StructureOrigin
        Where each ``fixed`` and ``mobile`` partner comes from; one that is absent is unknown.
    of_itself : frozenset of (fixed, mobile)
        Pairs whose partners share residues, which says nothing of how they meet.
    """

    partners: PartnerTable
    asked: AskedPairs
    result: CampaignResult
    calibration: pl.DataFrame
    measured: Sequence[MeasuredDiscrimination]
    origins: Mapping[tuple[str, str], StructureOrigin] = field(default_factory=dict)
    of_itself: frozenset[tuple[str, str]] = frozenset()


def list_some(texts: Sequence[str]) -> str:
    """List texts with commas, at most twelve of them and how many are left."""
    more = f" and {len(texts) - LISTED} more" if len(texts) > LISTED else ""
    return ", ".join(texts[:LISTED]) + more

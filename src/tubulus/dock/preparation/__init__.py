"""Structures made ready to be docked as a biologist expects, with a report of what was done.

Exports the request, the settings, the preparation and the readers of sequences and regions.
What cannot be docked is refused with the reason, or is marked as not evaluable.
"""

from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner, ResidueRange
from tubulus.dock.preparation.prepare import prepare_partner, prepare_reading
from tubulus.dock.preparation.regions import CURATED_REGIONS, Region, read_regions
from tubulus.dock.preparation.sequences import read_sequences
from tubulus.dock.preparation.settings import PreparationSettings
from tubulus.dock.structures.sequences import match_sequence

__all__ = [
    "CURATED_REGIONS",
    "PartnerRequest",
    "PreparationSettings",
    "PreparedPartner",
    "Region",
    "ResidueRange",
    "match_sequence",
    "prepare_partner",
    "prepare_reading",
    "read_regions",
    "read_sequences",
]

"""The user's tables of a campaign: partners with their structure files, and the asked pairs.

Exports both readers, which report every problem of a file at once, the proteins that a structure
file holds, homology families, and the list of entries for decoy partners.
"""

from tubulus.dock.partners.components import Component, list_components
from tubulus.dock.partners.decoy_list import DecoyEntry, load_decoy_list
from tubulus.dock.partners.families import complete_families, derive_families
from tubulus.dock.partners.pairs import read_pairs
from tubulus.dock.partners.partner_table import PartnerTable, read_partners

__all__ = [
    "Component",
    "DecoyEntry",
    "PartnerTable",
    "complete_families",
    "derive_families",
    "list_components",
    "load_decoy_list",
    "read_pairs",
    "read_partners",
]

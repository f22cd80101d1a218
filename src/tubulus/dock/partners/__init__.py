"""The user's tables of a campaign: partners with their structure files, and the asked pairs.

Exports both readers; each reports every problem of its file at once.
"""

from tubulus.dock.partners.pairs import read_pairs
from tubulus.dock.partners.partner_table import PartnerTable, read_partners

__all__ = ["PartnerTable", "read_pairs", "read_partners"]

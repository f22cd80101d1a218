"""What a campaign says of itself: conclusion, counts, notes, limits, and whom it compared.

Exports what the tables and the manifest of a campaign are told with.
"""

from tubulus.runs.docking.telling.compared import list_decoy_partners
from tubulus.runs.docking.telling.conclusion import LIMITS, conclude, count_pairs
from tubulus.runs.docking.telling.failures import has_docked_nothing
from tubulus.runs.docking.telling.material import CampaignMaterial
from tubulus.runs.docking.telling.notes import list_notes, tell_without_structure
from tubulus.runs.docking.telling.questions import tell_questions

__all__ = [
    "LIMITS",
    "CampaignMaterial",
    "conclude",
    "count_pairs",
    "has_docked_nothing",
    "list_decoy_partners",
    "list_notes",
    "tell_questions",
    "tell_without_structure",
]

"""Campaigns of docking: many pairs planned, cut into chunks, run in any order, merged.

Exports the plan, the run of a chunk, the merge, and the records that a checkpoint holds.
The result does not depend on how the work was cut or on who did it.
"""

from tubulus.dock.campaign.chunks import Chunk
from tubulus.dock.campaign.outcomes import ChunkResult, PairOutcome
from tubulus.dock.campaign.plan import CampaignPlan, PlannedPair, plan_campaign
from tubulus.dock.campaign.records import restore_outcomes, tabulate_outcomes
from tubulus.dock.campaign.results import CampaignResult, merge_results
from tubulus.dock.campaign.run import run_chunk

__all__ = [
    "CampaignPlan",
    "CampaignResult",
    "Chunk",
    "ChunkResult",
    "PairOutcome",
    "PlannedPair",
    "merge_results",
    "plan_campaign",
    "restore_outcomes",
    "run_chunk",
    "tabulate_outcomes",
]

"""The plan of a study's campaign: families, and which pairs may be no decoy pair."""

from __future__ import annotations

from collections.abc import Sequence

from tubulus.dock.campaign.plan import CampaignPlan, plan_campaign
from tubulus.dock.partners.families import complete_families
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.origins import find_pairs_of_one_entry, list_origins
from tubulus.runs.docking.reading.sides import PreparedSides
from tubulus.runs.docking.reading.tables import DockTables
from tubulus.runs.docking.telling.lookalikes import tell_lookalikes

__all__ = ["list_excluded", "plan_study_campaign"]

Pair = tuple[str, str]


def plan_study_campaign(
    settings: DockSettings, tables: DockTables, sides: PreparedSides, asked: Sequence[Pair]
) -> tuple[CampaignPlan, tuple[str, ...]]:
    """Plan the asked pairs with their decoy pairs; with notes on families that were derived.

    The notes name partners that look predicted, too.
    """
    families, notes = complete_families(tables.partners.families, (*sides.fixed, *sides.mobile))
    plan = plan_campaign(
        settings,
        sides.fixed,
        sides.mobile,
        asked,
        families=families,
        excluded=list_excluded(tables, sides),
    )
    return plan, (*notes, *tell_lookalikes(sides))


def list_excluded(tables: DockTables, sides: PreparedSides) -> tuple[Pair, ...]:
    """List pairs that are no decoy pair, because their partners come from one file or entry."""
    one_entry = find_pairs_of_one_entry(list_origins(sides.fixed, sides.mobile))
    return (*tables.partners.pairs_of_one_file, *one_entry)

"""The tables and files of a finished campaign and what its manifest says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.dock.calibration.measured import tabulate_discrimination
from tubulus.dock.calibration.statements import CalibratedResult
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.calibrating import calibrate_campaign, estimate_own_discrimination
from tubulus.runs.docking.planning import list_excluded
from tubulus.runs.docking.predictions import calibrate_predictions, tell_reading
from tubulus.runs.docking.reading.asked_pairs import AskedPairs
from tubulus.runs.docking.reading.origins import list_origins
from tubulus.runs.docking.reading.shared_residues import find_shared_residues
from tubulus.runs.docking.reading.sides import PreparedSides
from tubulus.runs.docking.reading.tables import DockTables
from tubulus.runs.docking.shown_pairs import ShownPairs, choose_shown, show_pairs
from tubulus.runs.docking.telling import (
    LIMITS,
    CampaignMaterial,
    conclude,
    count_pairs,
    list_decoy_partners,
    list_notes,
    tell_questions,
)

__all__ = ["FinishedCampaign", "tabulate_campaign"]

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class FinishedCampaign:
    """What a campaign read, what docking gave, and what is to be noted of its partners."""

    tables: DockTables
    asked: AskedPairs
    sides: PreparedSides
    result: CampaignResult
    notes: tuple[str, ...] = ()


def tabulate_campaign(
    settings: DockSettings,
    campaign: FinishedCampaign,
    provenance: Provenance,
    progress: Progress,
) -> tuple[Tables, dict[str, Any], Mapping[str, str]]:
    """Calibrate and assess a campaign; make its tables, its manifest and its pose files.

    Parameters
    ----------
    settings : DockSettings
        Of the campaign.
    campaign : FinishedCampaign
        All pairs with their outcomes.
    provenance : Provenance
        Stamped on every row.
    progress : Progress
        Told about the assessment of poses.
    """
    asked, result = campaign.asked, campaign.result
    calibrated = calibrate_campaign(result, settings, asked.ranks)
    own = estimate_own_discrimination(calibrated, settings, asked)
    poses = result.poses.join(
        pl.DataFrame(asked.pairs, schema={"fixed": pl.String, "mobile": pl.String}, orient="row"),
        on=["fixed", "mobile"],
        how="semi",
        maintain_order="left",
    )
    shown = _show(settings, campaign, calibrated, poses, progress)
    external, told = _calibrate_external(settings, campaign)
    tables = {
        "pair_calibration": calibrated.pairs,
        "pair_docking": result.pair_docking,
        "poses": poses,
        "interface_profile": result.interface_profile,
        "fixed_partners": result.fixed_partners,
        "mobile_partners": result.mobile_partners,
        "pose_assessment": shown.pose_assessment,
        "interface_residues": shown.interface_residues,
        "decoy_partners": list_decoy_partners(calibrated.scores, settings.calibration),
        "preparation": campaign.sides.report,
        "discrimination": tabulate_discrimination((*calibrated.measured, *own)),
        **external,
    }
    stamped = {
        kind: frame.with_columns(pl.lit(provenance.id).alias("provenance"))
        for kind, frame in tables.items()
    }
    content = _tell(campaign, calibrated, shown, told)
    return stamped, {"dock": content | {"settings": settings.model_dump(mode="json")}}, shown.files


def _tell(
    campaign: FinishedCampaign,
    calibrated: CalibratedResult,
    shown: ShownPairs,
    told: Sequence[str],
) -> dict[str, Any]:
    """Write what the manifest says of the campaign."""
    asked, sides = campaign.asked, campaign.sides
    origins = list_origins(sides.fixed, sides.mobile)
    beside = list_excluded(campaign.tables, sides)
    material = CampaignMaterial(
        campaign.tables.partners,
        asked,
        campaign.result,
        calibrated.pairs,
        calibrated.measured,
        origins,
        find_shared_residues((*asked.pairs, *beside), sides).any,
    )
    return {
        "conclusion": conclude(material),
        "notes": [
            *campaign.notes,
            *tell_questions(asked.pairs, campaign.tables, sides),
            *list_notes(material, len(shown.files)),
            *told,
        ],
        "limits": list(LIMITS),
        "counts": count_pairs(material),
        "asked_from": asked.source,
        "without_structure": [
            {"fixed": f, "mobile": m, "lacks": lacks} for f, m, lacks in asked.without_structure
        ],
        "pose_files": [
            {"fixed": f, "mobile": m, "file": name} for (f, m), name in shown.places.items()
        ],
    }


def _show(
    settings: DockSettings,
    campaign: FinishedCampaign,
    calibrated: CalibratedResult,
    poses: pl.DataFrame,
    progress: Progress,
) -> ShownPairs:
    """Assess the poses of pairs; their files go elsewhere, and so bear the whole statement."""
    names = calibrated.pairs.select("fixed", "mobile").iter_rows()
    sentences = dict(zip(names, calibrated.statements, strict=True))
    return show_pairs(
        choose_shown(calibrated.pairs, poses, settings.shown_pairs),
        poses,
        (campaign.sides.fixed, campaign.sides.mobile),
        sentences,
        progress,
    )


def _calibrate_external(
    settings: DockSettings, campaign: FinishedCampaign
) -> tuple[Tables, tuple[str, ...]]:
    """Return the tables of predictions by other programs, none where no folder is named."""
    read, pairs = campaign.sides.predictions, campaign.asked.pairs
    if read is None:
        return {}, ()
    excluded = list_excluded(campaign.tables, campaign.sides)
    table, notes = calibrate_predictions(read, campaign.result, pairs, settings, excluded=excluded)
    tables = {"external_scores": read.scores}
    if table is not None:
        tables["external_calibration"] = table
    return tables, (*tell_reading(read, pairs), *notes)

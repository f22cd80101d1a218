"""Structures, poses, scores, calibration and campaigns of rigid docking. Knows no trial.

Partners are fixed and mobile; every length is in ångström, every angle in degrees.
Exports what a notebook needs, from reading two files to a calibrated campaign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tubulus.core.front_door import open_room

if TYPE_CHECKING:
    from tubulus.dock.assessment.assess import assess_poses
    from tubulus.dock.assessment.reference_complex import build_reference
    from tubulus.dock.calibration.measured import load_measured_discrimination
    from tubulus.dock.calibration.pair_calibration import calibrate_pairs
    from tubulus.dock.calibration.score_table import build_score_table
    from tubulus.dock.calibration.settings import CalibrationSettings
    from tubulus.dock.calibration.statements import CalibratedResult, calibrate_result
    from tubulus.dock.calibration.wording import describe_pair
    from tubulus.dock.campaign.chunks import Chunk
    from tubulus.dock.campaign.outcomes import ChunkResult, PairOutcome
    from tubulus.dock.campaign.plan import CampaignPlan, plan_campaign
    from tubulus.dock.campaign.records import restore_outcomes, tabulate_outcomes
    from tubulus.dock.campaign.results import CampaignResult, merge_results
    from tubulus.dock.campaign.run import run_chunk
    from tubulus.dock.partners.families import complete_families
    from tubulus.dock.partners.pairs import read_pairs
    from tubulus.dock.partners.partner_table import PartnerTable, read_partners
    from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner, ResidueRange
    from tubulus.dock.preparation.prepare import prepare_partner
    from tubulus.dock.preparation.regions import read_regions
    from tubulus.dock.preparation.sequences import read_sequences
    from tubulus.dock.preparation.settings import PreparationSettings
    from tubulus.dock.ranking.rank import RankedPoses, rank_poses
    from tubulus.dock.scoring.contacts_affinity import estimate_affinity
    from tubulus.dock.search.clustering import cluster_poses
    from tubulus.dock.search.interface_profile import compute_interface_profile
    from tubulus.dock.search.partner import Partner, make_partner
    from tubulus.dock.search.poses import PoseTable
    from tubulus.dock.search.refinement import refine_poses
    from tubulus.dock.search.rows import dock_pair, dock_row
    from tubulus.dock.search.settings import SearchSettings
    from tubulus.dock.settings.docking import (
        ClusterSettings,
        DecoySettings,
        DockSettings,
        RefinementSettings,
    )
    from tubulus.dock.structures.complex_files import render_complex, write_complex
    from tubulus.dock.structures.reading.read import ReadingOptions, read_structure
    from tubulus.dock.structures.residue_labels import label_residues
    from tubulus.dock.structures.structure import Structure
    from tubulus.dock.structures.writing import render_mmcif, render_pdb

_MODULES = {
    "assessment.assess": ("assess_poses",),
    "assessment.reference_complex": ("build_reference",),
    "calibration.measured": ("load_measured_discrimination",),
    "calibration.pair_calibration": ("calibrate_pairs",),
    "calibration.score_table": ("build_score_table",),
    "calibration.settings": ("CalibrationSettings",),
    "calibration.statements": ("CalibratedResult", "calibrate_result"),
    "calibration.wording": ("describe_pair",),
    "campaign.chunks": ("Chunk",),
    "campaign.outcomes": ("ChunkResult", "PairOutcome"),
    "campaign.plan": ("CampaignPlan", "plan_campaign"),
    "campaign.records": ("restore_outcomes", "tabulate_outcomes"),
    "campaign.results": ("CampaignResult", "merge_results"),
    "campaign.run": ("run_chunk",),
    "partners.families": ("complete_families",),
    "partners.pairs": ("read_pairs",),
    "partners.partner_table": ("PartnerTable", "read_partners"),
    "preparation.partners": ("PartnerRequest", "PreparedPartner", "ResidueRange"),
    "preparation.prepare": ("prepare_partner",),
    "preparation.regions": ("read_regions",),
    "preparation.sequences": ("read_sequences",),
    "preparation.settings": ("PreparationSettings",),
    "ranking.rank": ("RankedPoses", "rank_poses"),
    "scoring.contacts_affinity": ("estimate_affinity",),
    "search.clustering": ("cluster_poses",),
    "search.interface_profile": ("compute_interface_profile",),
    "search.partner": ("Partner", "make_partner"),
    "search.poses": ("PoseTable",),
    "search.refinement": ("refine_poses",),
    "search.rows": ("dock_pair", "dock_row"),
    "search.settings": ("SearchSettings",),
    "settings.docking": ("ClusterSettings", "DecoySettings", "DockSettings", "RefinementSettings"),
    "structures.complex_files": ("render_complex", "write_complex"),
    "structures.reading.read": ("ReadingOptions", "read_structure"),
    "structures.residue_labels": ("label_residues",),
    "structures.structure": ("Structure",),
    "structures.writing": ("render_mmcif", "render_pdb"),
}
"""Names by module; each is loaded when it is asked for, so that the settings alone load fast."""

__all__ = [
    "CalibratedResult",
    "CalibrationSettings",
    "CampaignPlan",
    "CampaignResult",
    "Chunk",
    "ChunkResult",
    "ClusterSettings",
    "DecoySettings",
    "DockSettings",
    "PairOutcome",
    "Partner",
    "PartnerRequest",
    "PartnerTable",
    "PoseTable",
    "PreparationSettings",
    "PreparedPartner",
    "RankedPoses",
    "ReadingOptions",
    "RefinementSettings",
    "ResidueRange",
    "SearchSettings",
    "Structure",
    "assess_poses",
    "build_reference",
    "build_score_table",
    "calibrate_pairs",
    "calibrate_result",
    "cluster_poses",
    "complete_families",
    "compute_interface_profile",
    "describe_pair",
    "dock_pair",
    "dock_row",
    "estimate_affinity",
    "label_residues",
    "load_measured_discrimination",
    "make_partner",
    "merge_results",
    "plan_campaign",
    "prepare_partner",
    "rank_poses",
    "read_pairs",
    "read_partners",
    "read_regions",
    "read_sequences",
    "read_structure",
    "refine_poses",
    "render_complex",
    "render_mmcif",
    "render_pdb",
    "restore_outcomes",
    "run_chunk",
    "tabulate_outcomes",
    "write_complex",
]

__getattr__, __dir__ = open_room(__name__, _MODULES)

"""Cargo x receptor evidence, null models and ranking. Knows no trial and no structure.

Exports the built-in tables, the readers, the settings, the evidence, networks, scores and engine.
``run_screen`` does a whole screen with no study around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tubulus.core.front_door import open_room

if TYPE_CHECKING:
    from tubulus.screen.cargo.content import check_content
    from tubulus.screen.cargo.panels import ComparatorPanel, build_panel, derive_detection
    from tubulus.screen.cargo.proteins import CargoOptions
    from tubulus.screen.cargo.reading import CargoReading, read_cargo_file
    from tubulus.screen.casebook.casebook import Casebook, assemble_casebook
    from tubulus.screen.casebook.layers import derive_evidence
    from tubulus.screen.casebook.shortlist import derive_shortlist
    from tubulus.screen.engine import merge_chunks, run_screen
    from tubulus.screen.expression.label_summary import LabelSummary, summarise_labels
    from tubulus.screen.expression.matrix import ExpressionData, build_expression
    from tubulus.screen.expression.moments import MomentNull, compute_moment_null
    from tubulus.screen.expression.permutation import LabelNull, simulate_label_null
    from tubulus.screen.expression.readers import read_expression_csv, read_expression_h5ad
    from tubulus.screen.expression.scores import ExpressionScores, score_expression
    from tubulus.screen.gene_sets.builtin import GENE_SETS, GeneSet, load_gene_set
    from tubulus.screen.gene_sets.gmt import read_gene_sets
    from tubulus.screen.identifiers.report import MappingReport, map_identifiers
    from tubulus.screen.inputs.evidence import (
        EvidenceInputs,
        make_builtin_evidence,
        read_evidence_inputs,
    )
    from tubulus.screen.inputs.tables import ScreenInputs, read_inputs
    from tubulus.screen.integration.calibration import Calibration, calibrate
    from tubulus.screen.integration.pair_scores import derive_pair_scores
    from tubulus.screen.integration.references import Reference
    from tubulus.screen.knowledge.builtin import load_builtin_pairs
    from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs
    from tubulus.screen.knowledge.liana import read_liana_pairs
    from tubulus.screen.knowledge.pair_source import PairSource
    from tubulus.screen.knowledge.pair_tables import read_pair_table
    from tubulus.screen.knowledge.tiers import derive_pair_knowledge, select_screen_pairs
    from tubulus.screen.layers.barrier import derive_barrier_layer
    from tubulus.screen.layers.complexes import derive_complex_layer
    from tubulus.screen.layers.detection import derive_detection_layer
    from tubulus.screen.layers.downstream import derive_downstream_layer
    from tubulus.screen.layers.knowledge import derive_knowledge_layer
    from tubulus.screen.layers.physical import derive_physical_layer
    from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
    from tubulus.screen.layers.receptor_rna import derive_receptor_rna_layer
    from tubulus.screen.layers.record import LAYERS, make_evidence
    from tubulus.screen.layers.topology import derive_topology_layer
    from tubulus.screen.network.edges import Network, build_network
    from tubulus.screen.network.files import InteractionTable, read_interactions
    from tubulus.screen.network.reach import ReachTest, compute_reach_tests
    from tubulus.screen.network.readers import derive_network, read_network
    from tubulus.screen.network.walk import RandomWalk, compute_random_walk
    from tubulus.screen.nulls.comparator import ComparatorRank
    from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, NullDesign, run_chunk
    from tubulus.screen.nulls.surprise import SurpriseRow
    from tubulus.screen.nulls.whole_cargo import GlobalTest
    from tubulus.screen.plan import ScreenPlan, plan_screen
    from tubulus.screen.readers import read_cargo, read_comparator, read_detection, read_receptors
    from tubulus.screen.receptor_map.atlas_rna import read_atlas_cell_rna, read_atlas_tissue_rna
    from tubulus.screen.receptor_map.conflicts import derive_conflicts
    from tubulus.screen.receptor_map.expression_lines import (
        CellSource,
        PresenceRule,
        derive_expression_lines,
    )
    from tubulus.screen.receptor_map.lines import join_lines
    from tubulus.screen.receptor_map.receptor_table import ReceptorMap, build_receptor_map
    from tubulus.screen.receptor_map.stainings import read_atlas_stainings
    from tubulus.screen.reference import (
        PAIR_SOURCE,
        load_builtin_cargo,
        load_builtin_receptors,
        load_genes,
        load_pairs,
    )
    from tubulus.screen.results import ScreenResult
    from tubulus.screen.settings.evidence import EvidenceSettings
    from tubulus.screen.settings.integration import IntegrationSettings
    from tubulus.screen.settings.screening import ScreenSettings

_MODULES = {
    "cargo.content": ("check_content",),
    "cargo.panels": ("ComparatorPanel", "build_panel", "derive_detection"),
    "cargo.proteins": ("CargoOptions",),
    "cargo.reading": ("CargoReading", "read_cargo_file"),
    "casebook.casebook": ("Casebook", "assemble_casebook"),
    "casebook.layers": ("derive_evidence",),
    "casebook.shortlist": ("derive_shortlist",),
    "engine": ("merge_chunks", "run_screen"),
    "expression.label_summary": ("LabelSummary", "summarise_labels"),
    "expression.matrix": ("ExpressionData", "build_expression"),
    "expression.moments": ("MomentNull", "compute_moment_null"),
    "expression.permutation": ("LabelNull", "simulate_label_null"),
    "expression.readers": ("read_expression_csv", "read_expression_h5ad"),
    "expression.scores": ("ExpressionScores", "score_expression"),
    "gene_sets.builtin": ("GENE_SETS", "GeneSet", "load_gene_set"),
    "gene_sets.gmt": ("read_gene_sets",),
    "identifiers.report": ("MappingReport", "map_identifiers"),
    "inputs.evidence": ("EvidenceInputs", "make_builtin_evidence", "read_evidence_inputs"),
    "inputs.tables": ("ScreenInputs", "read_inputs"),
    "integration.calibration": ("Calibration", "calibrate"),
    "integration.pair_scores": ("derive_pair_scores",),
    "integration.references": ("Reference",),
    "knowledge.builtin": ("load_builtin_pairs",),
    "knowledge.cellphonedb": ("read_cellphonedb_pairs",),
    "knowledge.liana": ("read_liana_pairs",),
    "knowledge.pair_source": ("PairSource",),
    "knowledge.pair_tables": ("read_pair_table",),
    "knowledge.tiers": ("derive_pair_knowledge", "select_screen_pairs"),
    "layers.barrier": ("derive_barrier_layer",),
    "layers.complexes": ("derive_complex_layer",),
    "layers.detection": ("derive_detection_layer",),
    "layers.downstream": ("derive_downstream_layer",),
    "layers.knowledge": ("derive_knowledge_layer",),
    "layers.physical": ("derive_physical_layer",),
    "layers.receptor_protein": ("derive_receptor_protein_layer",),
    "layers.receptor_rna": ("derive_receptor_rna_layer",),
    "layers.record": ("LAYERS", "make_evidence"),
    "layers.topology": ("derive_topology_layer",),
    "network.edges": ("Network", "build_network"),
    "network.files": ("InteractionTable", "read_interactions"),
    "network.reach": ("ReachTest", "compute_reach_tests"),
    "network.readers": ("derive_network", "read_network"),
    "network.walk": ("RandomWalk", "compute_random_walk"),
    "nulls.comparator": ("ComparatorRank",),
    "nulls.null_sets": ("Chunk", "ChunkCounts", "NullDesign", "run_chunk"),
    "nulls.surprise": ("SurpriseRow",),
    "nulls.whole_cargo": ("GlobalTest",),
    "plan": ("ScreenPlan", "plan_screen"),
    "readers": ("read_cargo", "read_comparator", "read_detection", "read_receptors"),
    "receptor_map.atlas_rna": ("read_atlas_cell_rna", "read_atlas_tissue_rna"),
    "receptor_map.conflicts": ("derive_conflicts",),
    "receptor_map.expression_lines": ("CellSource", "PresenceRule", "derive_expression_lines"),
    "receptor_map.lines": ("join_lines",),
    "receptor_map.receptor_table": ("ReceptorMap", "build_receptor_map"),
    "receptor_map.stainings": ("read_atlas_stainings",),
    "reference": (
        "PAIR_SOURCE",
        "load_builtin_cargo",
        "load_builtin_receptors",
        "load_genes",
        "load_pairs",
    ),
    "results": ("ScreenResult",),
    "settings.evidence": ("EvidenceSettings",),
    "settings.integration": ("IntegrationSettings",),
    "settings.screening": ("ScreenSettings",),
}
"""Names by module; each is loaded when it is asked for, so that the settings alone load fast."""

__all__ = [
    "GENE_SETS",
    "LAYERS",
    "PAIR_SOURCE",
    "Calibration",
    "CargoOptions",
    "CargoReading",
    "Casebook",
    "CellSource",
    "Chunk",
    "ChunkCounts",
    "ComparatorPanel",
    "ComparatorRank",
    "EvidenceInputs",
    "EvidenceSettings",
    "ExpressionData",
    "ExpressionScores",
    "GeneSet",
    "GlobalTest",
    "IntegrationSettings",
    "InteractionTable",
    "LabelNull",
    "LabelSummary",
    "MappingReport",
    "MomentNull",
    "Network",
    "NullDesign",
    "PairSource",
    "PresenceRule",
    "RandomWalk",
    "ReachTest",
    "ReceptorMap",
    "Reference",
    "ScreenInputs",
    "ScreenPlan",
    "ScreenResult",
    "ScreenSettings",
    "SurpriseRow",
    "assemble_casebook",
    "build_expression",
    "build_network",
    "build_panel",
    "build_receptor_map",
    "calibrate",
    "check_content",
    "compute_moment_null",
    "compute_random_walk",
    "compute_reach_tests",
    "derive_barrier_layer",
    "derive_complex_layer",
    "derive_conflicts",
    "derive_detection",
    "derive_detection_layer",
    "derive_downstream_layer",
    "derive_evidence",
    "derive_expression_lines",
    "derive_knowledge_layer",
    "derive_network",
    "derive_pair_knowledge",
    "derive_pair_scores",
    "derive_physical_layer",
    "derive_receptor_protein_layer",
    "derive_receptor_rna_layer",
    "derive_shortlist",
    "derive_topology_layer",
    "join_lines",
    "load_builtin_cargo",
    "load_builtin_pairs",
    "load_builtin_receptors",
    "load_gene_set",
    "load_genes",
    "load_pairs",
    "make_builtin_evidence",
    "make_evidence",
    "map_identifiers",
    "merge_chunks",
    "plan_screen",
    "read_atlas_cell_rna",
    "read_atlas_stainings",
    "read_atlas_tissue_rna",
    "read_cargo",
    "read_cargo_file",
    "read_cellphonedb_pairs",
    "read_comparator",
    "read_detection",
    "read_evidence_inputs",
    "read_expression_csv",
    "read_expression_h5ad",
    "read_gene_sets",
    "read_inputs",
    "read_interactions",
    "read_liana_pairs",
    "read_network",
    "read_pair_table",
    "read_receptors",
    "run_chunk",
    "run_screen",
    "score_expression",
    "select_screen_pairs",
    "simulate_label_null",
    "summarise_labels",
]

__getattr__, __dir__ = open_room(__name__, _MODULES)

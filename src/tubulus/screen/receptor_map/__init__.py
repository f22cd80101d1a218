"""Receptors on cell types from what a user has: stainings and RNA of an atlas, an own matrix.

Exports readers that give lines of evidence, the receptor map made of them, and their conflicts.
Three states throughout: what a source does not say is unknown, not absent.
"""

from tubulus.screen.receptor_map.atlas_rna import read_atlas_cell_rna, read_atlas_tissue_rna
from tubulus.screen.receptor_map.cell_words import CellWord, resolve_cell_type
from tubulus.screen.receptor_map.conflicts import CONFLICT_SCHEMA, derive_conflicts
from tubulus.screen.receptor_map.expression_lines import (
    CellSource,
    ExpressionReading,
    PresenceRule,
    derive_expression_lines,
)
from tubulus.screen.receptor_map.lines import LINE_SCHEMA, join_lines
from tubulus.screen.receptor_map.receptor_table import (
    MAP_COLUMNS,
    ReceptorMap,
    build_receptor_map,
)
from tubulus.screen.receptor_map.stainings import AtlasReading, read_atlas_stainings

__all__ = [
    "CONFLICT_SCHEMA",
    "LINE_SCHEMA",
    "MAP_COLUMNS",
    "AtlasReading",
    "CellSource",
    "CellWord",
    "ExpressionReading",
    "PresenceRule",
    "ReceptorMap",
    "build_receptor_map",
    "derive_conflicts",
    "derive_expression_lines",
    "join_lines",
    "read_atlas_cell_rna",
    "read_atlas_stainings",
    "read_atlas_tissue_rna",
    "resolve_cell_type",
]

"""Cargo x receptor evidence, null models and ranking. Knows no trial and no structure.

Exports the built-in tables and readers, the settings and the engine (plan, run, merge).
``run_screen`` does a whole screen with no study around it.
"""

from tubulus.screen.cargo import (
    CargoOptions,
    CargoReading,
    ComparatorPanel,
    build_panel,
    check_content,
    derive_detection,
    read_cargo_file,
)
from tubulus.screen.engine import merge_chunks, run_screen
from tubulus.screen.identifiers import MappingReport, map_identifiers
from tubulus.screen.inputs import ScreenInputs, read_inputs
from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, NullDesign, run_chunk
from tubulus.screen.nulls.surprise import SurpriseRow
from tubulus.screen.nulls.whole_cargo import GlobalTest
from tubulus.screen.plan import ScreenPlan, plan_screen
from tubulus.screen.readers import read_cargo, read_comparator, read_detection, read_receptors
from tubulus.screen.reference import (
    PAIR_SOURCE,
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)
from tubulus.screen.results import ScreenResult
from tubulus.screen.settings import ScreenSettings

__all__ = [
    "PAIR_SOURCE",
    "CargoOptions",
    "CargoReading",
    "Chunk",
    "ChunkCounts",
    "ComparatorPanel",
    "ComparatorRank",
    "GlobalTest",
    "MappingReport",
    "NullDesign",
    "ScreenInputs",
    "ScreenPlan",
    "ScreenResult",
    "ScreenSettings",
    "SurpriseRow",
    "build_panel",
    "check_content",
    "derive_detection",
    "load_builtin_cargo",
    "load_builtin_receptors",
    "load_genes",
    "load_pairs",
    "map_identifiers",
    "merge_chunks",
    "plan_screen",
    "read_cargo",
    "read_cargo_file",
    "read_comparator",
    "read_detection",
    "read_inputs",
    "read_receptors",
    "run_chunk",
    "run_screen",
]

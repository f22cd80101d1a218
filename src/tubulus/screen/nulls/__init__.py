"""Null models of the screen: random sets in strata, closed forms, other vesicle proteomes.

``layout`` lays the pair table out over strata, ``null_sets`` draws random cargo, ``exact`` gives
the same probabilities in closed form, ``comparator`` ranks the cargo among other proteomes, and
``surprise`` is the panel of their answers.
"""

from tubulus.screen.nulls.abundance import AbundanceTest, compute_abundance_test
from tubulus.screen.nulls.comparator import ComparatorRank, rank_among_lists
from tubulus.screen.nulls.discovery_rates import (
    compute_bh_q,
    compute_exact_fdr,
    compute_permutation_fdr,
    compute_receptor_q,
)
from tubulus.screen.nulls.exact import compute_receptor_p, compute_upper_tail
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, NullDesign, run_chunk
from tubulus.screen.nulls.shifted_grids import add_shifted_rates, derive_shifted_rates
from tubulus.screen.nulls.surprise import SurpriseRow, explain_missing, tabulate_surprise
from tubulus.screen.nulls.whole_cargo import GlobalTest, compute_global_test

__all__ = [
    "AbundanceTest",
    "Chunk",
    "ChunkCounts",
    "ComparatorRank",
    "GlobalTest",
    "NullDesign",
    "NullLayout",
    "SurpriseRow",
    "add_shifted_rates",
    "compute_abundance_test",
    "compute_bh_q",
    "compute_exact_fdr",
    "compute_global_test",
    "compute_permutation_fdr",
    "compute_receptor_p",
    "compute_receptor_q",
    "compute_upper_tail",
    "derive_shifted_rates",
    "explain_missing",
    "lay_out_null",
    "rank_among_lists",
    "run_chunk",
    "tabulate_surprise",
]

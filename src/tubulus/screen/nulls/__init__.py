"""Null models of the screen: random sets in strata, closed forms, other vesicle proteomes.

``layout`` lays the pair table out over strata, ``null_sets`` draws random cargo, ``exact`` gives
the same probabilities in closed form, ``comparator`` ranks the cargo among other proteomes.
"""

from tubulus.screen.nulls.comparator import ComparatorRank, rank_among_lists
from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_partner_distribution,
    compute_receptor_p,
    compute_upper_tail,
)
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, NullDesign, run_chunk

__all__ = [
    "Chunk",
    "ChunkCounts",
    "ComparatorRank",
    "NullDesign",
    "NullLayout",
    "compute_global_distribution",
    "compute_partner_distribution",
    "compute_receptor_p",
    "compute_upper_tail",
    "lay_out_null",
    "rank_among_lists",
    "run_chunk",
]

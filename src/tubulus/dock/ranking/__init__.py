"""Ranking of the poses that a search found: its score with three more terms, then clusters.

Weights were fitted on complexes outside Docking Benchmark 5; scores compare poses of one pair.
Exports the step from a pose table to ranked clusters, and its weights.
"""

from tubulus.dock.ranking.rank import RankedPoses, rank_poses, score_poses
from tubulus.dock.ranking.terms import TERMS, compute_pose_terms, standardise_terms
from tubulus.dock.ranking.weights import RankingWeights, load_ranking_weights

__all__ = [
    "TERMS",
    "RankedPoses",
    "RankingWeights",
    "compute_pose_terms",
    "load_ranking_weights",
    "rank_poses",
    "score_poses",
    "standardise_terms",
]

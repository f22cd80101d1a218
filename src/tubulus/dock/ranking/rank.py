"""Poses of a search, ranked and clustered: the one step between search and result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.dock.ranking.terms import compute_pose_terms, standardise_terms
from tubulus.dock.ranking.weights import RankingWeights, load_ranking_weights
from tubulus.dock.search.clustering import Clusters, cluster_poses
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.settings.docking import ClusterSettings

__all__ = ["RankedPoses", "rank_poses", "score_poses"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RankedPoses:
    """Poses of one pair in their final order, and one pose for each cluster.

    Attributes
    ----------
    poses : PoseTable
        All that were ranked, best first.
    best : PoseTable
        The best pose of each cluster, best cluster first.
    clusters : Clusters
        Clusters of ``poses``.
    """

    poses: PoseTable
    best: PoseTable
    clusters: Clusters


def rank_poses(
    table: PoseTable,
    fixed: Partner,
    mobile: Partner,
    settings: ClusterSettings,
    *,
    weights: RankingWeights | None = None,
) -> RankedPoses:
    """Rank the best poses of a search, and cluster them.

    Parameters
    ----------
    table : PoseTable
        Poses of a search, at least one.
    fixed, mobile : Partner
        The partners of the table.
    settings : ClusterSettings
        How many poses are ranked, whether they are rescored, how clusters are formed.
    weights : RankingWeights, optional
        The shipped ones if absent.

    Raises
    ------
    ValueError
        If the table has no pose.

    Notes
    -----
    Nothing is drawn at random; the same poses give the same bits on one platform. A score tells
    by how much a pose stands out among the poses of its pair. That of the first pose is set beside
    those of decoy pairs; by itself it tells nothing of how good a pair is beside another.
    """
    if len(table) == 0:
        raise ValueError("there is no pose to rank")
    kept = table.select(np.argsort(-table.scores, kind="stable")[: settings.ranked])
    if settings.rescored:
        kept = kept.with_scores(score_poses(kept, fixed, mobile, weights=weights))
        kept = kept.select(np.argsort(-kept.scores, kind="stable"))
    clusters = cluster_poses(kept, mobile, radius=settings.radius_angstrom, count=settings.kept)
    return RankedPoses(kept, kept.select(clusters.centres), clusters)


def score_poses(
    table: PoseTable,
    fixed: Partner,
    mobile: Partner,
    *,
    weights: RankingWeights | None = None,
) -> Floats:
    """Compute the score by which poses are ranked, shape (n,); higher is better.

    Parameters
    ----------
    table, fixed, mobile, weights
        As in :func:`rank_poses`.

    Notes
    -----
    The weighted sum of the terms of :data:`~tubulus.dock.ranking.terms.TERMS`, each standardised
    over these poses.
    """
    chosen = load_ranking_weights() if weights is None else weights
    terms = standardise_terms(compute_pose_terms(table, fixed, mobile))
    # summed term by term: a matrix product may add in another order on another day
    scores = np.zeros(len(table))
    for column, weight in zip(terms.T, chosen.terms.tolist(), strict=True):
        scores += weight * column
    return scores

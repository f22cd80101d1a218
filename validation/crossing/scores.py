"""One score a pair from its poses: several ways side by side, none chosen on these cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.special import logsumexp

from tubulus.dock.ranking.rank import rank_poses
from tubulus.dock.search.clustering import cluster_poses
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.settings.docking import ClusterSettings

from .cases import Crossing
from .searching import read_poses

CLUSTER_ANGSTROM, CLUSTERS = 9.0, 100
BEST = "best score of the search"

Ranking = Callable[[PoseTable, Partner, Partner], PoseTable]


def keep_order(table: PoseTable, fixed: Partner, mobile: Partner) -> PoseTable:
    """Keep the order and the score of the grid."""
    del fixed, mobile
    return table


def rescore(table: PoseTable, fixed: Partner, mobile: Partner) -> PoseTable:
    """Rank poses by all terms, as a campaign may be told to."""
    return rank_poses(table, fixed, mobile, ClusterSettings(rescored=True)).poses


RANKINGS: dict[str, Ranking] = {"grid": keep_order, "rescored": rescore}
"""What is done to the raw poses of a pair; each ranking is a step after the search."""


def compute_pair_scores(table: PoseTable, mobile: Partner) -> dict[str, float]:
    """Compute pair scores of ranked poses, more being more favourable.

    The weights of the potential make the natural logarithm of a pose's odds, so that the
    log-sum-exp needs no temperature of its own.
    """
    clusters = cluster_poses(table, mobile, radius=CLUSTER_ANGSTROM, count=CLUSTERS)
    scores = table.scores[clusters.centres]
    sizes = clusters.sizes[:10]
    return {
        "best pose of the ranking": float(table.scores.max()),
        "mean of the best five clusters": float(scores[:5].mean()),
        "mean of the best twenty clusters": float(scores[:20].mean()),
        "log-sum-exp of clusters": float(logsumexp(scores)),
        "log-sum-exp of poses": float(logsumexp(table.scores)),
        "best cluster less the mean of the next": float(scores[0] - scores[1:].mean()),
        "best in SD of the list of poses": compute_list_z(table.scores),
        "largest of the first ten clusters": float(sizes.max()),
    }


def compute_list_z(scores: np.ndarray) -> float:
    """Compute (best - mean) / SD of a list, the SD with n below: MEGADOCK's `ppiscore`."""
    return float((scores.max() - scores.mean()) / scores.std())


def score_matrices(folder: Path, crossing: Crossing, ranking: str) -> dict[str, np.ndarray]:
    """Score all kept pairs, shape (n, n) each; NaN where a pair was not searched."""
    n = len(crossing.names)
    found: dict[str, np.ndarray] = {}
    for i, j in np.ndindex(n, n):
        table = read_poses(folder, crossing, i, j)
        if table is None or not len(table):
            continue
        fixed, mobile = crossing.fixed.bodies[i], crossing.mobile.bodies[j]
        ranked = RANKINGS[ranking](table, fixed, mobile)
        # the pair score of a campaign is the search's own, however poses are ranked
        values = {BEST: float(table.scores.max())} | compute_pair_scores(ranked, mobile)
        for name, value in values.items():
            found.setdefault(name, np.full((n, n), np.nan))[i, j] = value
    return found

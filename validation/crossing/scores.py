"""One score a pair from its poses: several ways side by side, none chosen on these cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.special import logsumexp

from tubulus.dock.calibration.measured import PAIR_SCORE
from tubulus.dock.ranking.rank import rank_poses
from tubulus.dock.search.clustering import cluster_poses
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.settings.docking import ClusterSettings

from .cases import Crossing
from .searching import read_poses

CLUSTER_ANGSTROM, CLUSTERS = 9.0, 100
OWN = PAIR_SCORE
"""The score of a pair in a campaign."""


def keep_order(table: PoseTable, fixed: Partner, mobile: Partner) -> PoseTable:
    """Keep the order and the score of the grid."""
    del fixed, mobile
    return table


def rank(table: PoseTable, fixed: Partner, mobile: Partner) -> PoseTable:
    """Rank poses as a campaign does."""
    return rank_poses(table, fixed, mobile, ClusterSettings()).poses


RANKINGS: dict[str, Callable[[PoseTable, Partner, Partner], PoseTable]] = {
    "ranking": rank,
    "search": keep_order,
}
"""What is done to the raw poses of a pair; each is a step after the search."""


def compute_pair_scores(table: PoseTable, mobile: Partner) -> dict[str, float]:
    """Compute pair scores of ranked poses, more being more favourable.

    The weights of the potential make the natural logarithm of a pose's odds, so that the
    log-sum-exp of the search needs no temperature of its own.
    """
    clusters = cluster_poses(table, mobile, radius=CLUSTER_ANGSTROM, count=CLUSTERS)
    scores = table.scores[clusters.centres]
    return {
        "first pose": float(table.scores.max()),
        "mean of the best five clusters": float(scores[:5].mean()),
        "mean of the best twenty clusters": float(scores[:20].mean()),
        "log-sum-exp of poses": float(logsumexp(table.scores)),
        "best cluster less the mean of the next": float(scores[0] - scores[1:].mean()),
        "best in SD of the list of poses": compute_list_z(table.scores),
        "largest of the first ten clusters": float(clusters.sizes[:10].max()),
    }


def compute_list_z(scores: np.ndarray) -> float:
    """Compute (best - mean) / SD of a list, the SD with n below: MEGADOCK's `ppiscore`."""
    return float((scores.max() - scores.mean()) / scores.std())


def score_matrices(folder: Path, crossing: Crossing) -> dict[str, np.ndarray]:
    """Score all kept pairs, shape (n, n) each; NaN where a pair was not searched."""
    n = len(crossing.names)
    found: dict[str, np.ndarray] = {}
    for what, ranking in RANKINGS.items():
        for i, j in np.ndindex(n, n):
            table = read_poses(folder, crossing, i, j)
            if table is None or not len(table):
                continue
            fixed, mobile = crossing.fixed.bodies[i], crossing.mobile.bodies[j]
            values = compute_pair_scores(ranking(table, fixed, mobile), mobile)
            for name, value in values.items():
                found.setdefault(f"{name} of the {what}", np.full((n, n), np.nan))[i, j] = value
    return found

"""What docking one pair gave, and what a chunk of pairs gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["ChunkResult", "PairOutcome", "make_failure"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairOutcome:
    """Best poses of one pair after clustering, or why there are none.

    Attributes
    ----------
    key : str
        What the outcome depends on; names of partners do not.
    rotations : ndarray, shape (k, 4)
        Unit quaternions w, x, y, z, best pose first.
    translations : ndarray, shape (k, 3)
        A point x of the mobile partner's own frame goes to R x + t; ångström.
    scores : ndarray, shape (k,)
        Scores of the ranking, higher is better.
    cluster_sizes : ndarray of int64, shape (k,)
        Poses that each one stands for.
    n_poses, n_clusters : int
        Poses that were clustered, and clusters found, up to the number kept.
    fixed_profile, mobile_profile : ndarray
        Share of the best poses in which each residue touches the partner, 0 to 1.
    reason : str
        Why the pair failed; empty where it was docked.
    """

    key: str
    rotations: Floats
    translations: Floats
    scores: Floats
    cluster_sizes: npt.NDArray[np.int64]
    n_poses: int
    n_clusters: int
    fixed_profile: Floats
    mobile_profile: Floats
    reason: str = ""

    @property
    def state(self) -> str:
        """``docked`` or ``failed``."""
        return "failed" if self.reason else "docked"

    @property
    def pair_score(self) -> float | None:
        """Score of the first pose, to be set beside those of decoy pairs; None where it failed."""
        return None if self.reason else float(self.scores[0])


@dataclass(frozen=True, slots=True, eq=False)
class ChunkResult:
    """Outcomes of a chunk, in the order of its pairs."""

    chunk: str
    outcomes: tuple[PairOutcome, ...]


def make_failure(key: str, reason: str) -> PairOutcome:
    """Make the outcome of a pair that could not be docked."""
    none = np.empty(0)
    return PairOutcome(
        key,
        np.empty((0, 4)),
        np.empty((0, 3)),
        none,
        np.empty(0, dtype=np.int64),
        0,
        0,
        none,
        none,
        reason or "no reason was given",
    )

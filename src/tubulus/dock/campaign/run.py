"""Docking of one chunk; a pair that fails is an outcome and the rest is done."""

from __future__ import annotations

import numpy as np

from tubulus.core.errors import StudyError
from tubulus.dock.campaign.chunks import Chunk
from tubulus.dock.campaign.outcomes import ChunkResult, PairOutcome, make_failure
from tubulus.dock.ranking.rank import rank_poses
from tubulus.dock.search.grid.boxes import Box
from tubulus.dock.search.interface_profile import compute_interface_profile
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.refinement import refine_poses
from tubulus.dock.search.rows import dock_row
from tubulus.dock.settings.docking import DockSettings

__all__ = ["OutOfMemoryError", "run_chunk"]

# What one pair of bodies can do to the numerics. A missing back end stops the campaign instead:
# no pair would be docked.
_PAIR_ERRORS = (ValueError, ArithmeticError)


class OutOfMemoryError(StudyError):
    """Memory ran out for a pair docked alone; nothing is recorded of it, for it may fit later."""

    code = "E161"


def run_chunk(chunk: Chunk, rng: np.random.Generator) -> ChunkResult:
    """Dock the pairs of one chunk.

    Parameters
    ----------
    chunk : Chunk
        From the plan; it may travel to another process.
    rng : numpy.random.Generator
        As every engine takes it. Nothing is drawn from it: the rotation set is turned by
        ``settings.search.seed``, so that a pair gives the same poses in any chunk.

    Returns
    -------
    ChunkResult
        One outcome a pair, in the order of the chunk.

    Raises
    ------
    OutOfMemoryError
        If memory, of the machine or of its card, is too little even for a pair alone. That hangs
        on the moment, and an outcome is kept under what the pair is.
    """
    del rng
    if chunk.box is None:
        failures = tuple(make_failure(key, chunk.reason) for key in chunk.keys)
        return ChunkResult(chunk.name, failures)
    boxes = [chunk.box] * len(chunk.fixed)
    try:
        tables: list[PoseTable | None] = [
            *dock_row(chunk.mobile, chunk.fixed, chunk.settings.search, boxes=boxes)
        ]
    except Exception as error:
        if not isinstance(error, _PAIR_ERRORS) and not _ran_out(error):
            raise
        tables = [None] * len(chunk.fixed)
    outcomes = [_run_pair(chunk, chunk.box, index, table) for index, table in enumerate(tables)]
    return ChunkResult(chunk.name, tuple(outcomes))


def _run_pair(chunk: Chunk, box: Box, index: int, table: PoseTable | None) -> PairOutcome:
    """Take the poses of a pair from its row, or dock it alone where the row failed."""
    key, fixed = chunk.keys[index], chunk.fixed[index]
    try:
        if table is None:
            table = dock_row(chunk.mobile, [fixed], chunk.settings.search, boxes=[box])[0]
        return _conclude(key, table, fixed, chunk.mobile, chunk.settings)
    except _PAIR_ERRORS as error:
        return make_failure(key, str(error) or type(error).__name__)
    except Exception as error:
        if _ran_out(error):
            raise OutOfMemoryError(
                f"memory ran out while {fixed.name} was docked with {chunk.mobile.name}; finished "
                "chunks are kept: run again with fewer workers, with a lower worker_megabytes, or "
                "when nothing else fills the memory"
            ) from error
        raise


def _ran_out(error: Exception) -> bool:
    # PyTorch's error of a card is told by its name: PyTorch may not be installed
    names = [kind.__name__ for kind in type(error).__mro__]
    return isinstance(error, MemoryError) or "OutOfMemoryError" in names


def _conclude(
    key: str, table: PoseTable, fixed: Partner, mobile: Partner, settings: DockSettings
) -> PairOutcome:
    if len(table) == 0:
        return make_failure(key, "the search found no pose")
    refinement, kept = settings.refinement, settings.clusters
    if refinement.poses:
        table = refine_poses(table, fixed, mobile, count=refinement.poses, steps=refinement.steps)
        # the weights of the ranking were fitted on poses of the grid
        kept = kept.model_copy(update={"rescored": False})
    if not np.isfinite(table.scores).all():
        return make_failure(key, "a score is not a finite number")
    ranked = rank_poses(table, fixed, mobile, kept)
    profile = compute_interface_profile(ranked.poses, fixed, mobile, poses=kept.profile_poses)
    return PairOutcome(
        key=key,
        rotations=ranked.best.rotations,
        translations=ranked.best.compute_transforms()[1],
        scores=ranked.best.scores,
        cluster_sizes=ranked.clusters.sizes.astype(np.int64),
        n_poses=len(ranked.poses),
        n_clusters=len(ranked.best),
        fixed_profile=profile.fixed,
        mobile_profile=profile.mobile,
    )

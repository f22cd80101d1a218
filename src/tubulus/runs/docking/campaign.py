"""The open chunks of a campaign, run anywhere, each recorded as soon as it is finished."""

from __future__ import annotations

from tubulus.core.progress import Progress
from tubulus.core.seeds import make_generator
from tubulus.dock.campaign.chunks import Chunk
from tubulus.dock.campaign.outcomes import ChunkResult
from tubulus.dock.campaign.plan import CampaignPlan
from tubulus.dock.campaign.run import run_chunk
from tubulus.runs.docking.records import DockRecords
from tubulus.runs.executors.executor import Executor
from tubulus.runs.executors.worker import WorkerError

__all__ = ["dock_campaign", "dock_chunk"]


def dock_chunk(chunk: Chunk) -> ChunkResult:
    """Dock one chunk; what executors call, in whichever process."""
    return run_chunk(chunk, make_generator(chunk.settings.search.seed, "dock", chunk.name))


def dock_campaign(
    plan: CampaignPlan,
    executor: Executor,
    *,
    records: DockRecords,
    progress: Progress,
    retry_failed: bool = False,
) -> tuple[ChunkResult, ...]:
    """Dock the pairs that have no record and return the outcomes of all.

    Parameters
    ----------
    plan : CampaignPlan
        The whole campaign.
    executor : Executor
        Where chunks run; changes no number.
    records : DockRecords
        What was docked before, and where each finished chunk is kept.
    progress : Progress
        Told in pairs, a chunk of them at a time; those out of records come first and at once, so
        that they do not count for the pace.
    retry_failed : bool
        Whether pairs whose record says that they failed are docked again.

    Raises
    ------
    WorkerError
        If a worker process was ended from outside.

    Notes
    -----
    Chunks that no box or worker can hold are answered here and not recorded: their reason hangs on
    ``worker_megabytes``, on which the key of a pair does not.
    """
    found = records.read(plan.open_keys)
    if retry_failed:
        found = {key: outcome for key, outcome in found.items() if not outcome.reason}
    left = plan.without(found)
    refused = [chunk for chunk in left.chunks if chunk.box is None]
    chunks = [chunk for chunk in left.chunks if chunk.box is not None]
    results = [ChunkResult("from records", tuple(found.values())), *map(dock_chunk, refused)]
    most = max((len(chunk.keys) for chunk in chunks), default=1)
    told = f"dock (pairs, up to {most} to a record)" if most > 1 else "dock (pairs)"
    progress.start(told, len(plan.open_keys))
    progress.advance(len(plan.open_keys) - sum(len(chunk.keys) for chunk in chunks))
    finished = 0
    try:
        for _, result in executor.run(dock_chunk, chunks):
            records.keep(result.outcomes)
            finished += 1
            results.append(result)
            progress.advance(len(result.outcomes))
    except WorkerError as error:
        raise WorkerError(finished) from error
    progress.finish(_count(plan, len(found)))
    return tuple(results)


def _count(plan: CampaignPlan, kept: int) -> str:
    total = len(plan.open_keys)
    return f"{total} pairs" + (f", {kept} of them from records" if kept else "")

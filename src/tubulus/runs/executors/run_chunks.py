"""Run chunks that are not finished yet, keep each result, and tell how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from tubulus.core.progress import Progress
from tubulus.runs.executors.checkpoints import Checkpoints
from tubulus.runs.executors.executor import Executor
from tubulus.runs.executors.worker import WorkerError

__all__ = ["run_chunks"]


class _Chunk(Protocol):
    @property
    def id(self) -> str:
        """Identifier of the chunk, once in its work."""


Chunk = TypeVar("Chunk", bound=_Chunk)


def run_chunks(
    function: Callable[[Chunk], Mapping[str, Any]],
    chunks: Sequence[Chunk],
    executor: Executor,
    *,
    checkpoints: Checkpoints,
    progress: Progress,
) -> dict[str, Mapping[str, Any]]:
    """Run chunks and return the plain result of each by its identifier.

    Parameters
    ----------
    function : callable
        Takes a chunk and returns plain data that JSON holds; defined at the top of a module, so
        that other processes find it.
    chunks : sequence
        The whole work, in any order; each has an ``id``.
    executor : Executor
        Where it runs.
    checkpoints : Checkpoints
        What was finished before, and where results are kept.
    progress : Progress
        Told about each chunk, those kept from before included; its step has been started.

    Raises
    ------
    WorkerError
        If a worker process was ended from outside; says how many chunks are kept.
    """
    results: dict[str, Mapping[str, Any]] = {}
    kept = checkpoints.read()
    for chunk in chunks:
        if chunk.id in kept:
            results[chunk.id] = kept[chunk.id]
    if results:
        progress.advance(len(results))
    open_chunks = [chunk for chunk in chunks if chunk.id not in results]
    try:
        for position, result in executor.run(function, open_chunks):
            chunk = open_chunks[position]
            checkpoints.keep(chunk.id, result)
            results[chunk.id] = result
            progress.advance()
    except WorkerError as error:
        raise WorkerError(len(results)) from error
    return results

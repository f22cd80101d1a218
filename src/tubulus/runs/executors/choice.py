"""Choose where work runs."""

from __future__ import annotations

from tubulus.runs.executors.cluster import ClusterExecutor
from tubulus.runs.executors.executor import Executor
from tubulus.runs.executors.processes import ProcessExecutor
from tubulus.runs.executors.serial import SerialExecutor

__all__ = ["choose_executor"]


def choose_executor(workers: int, cluster: str | None = None) -> Executor:
    """Choose the executor for a number of processes, or for the address of a scheduler."""
    if cluster:
        return ClusterExecutor(cluster)
    return SerialExecutor() if workers == 1 else ProcessExecutor(workers)

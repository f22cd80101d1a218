"""Where chunks of work run: in this process, in several, or on a cluster by its address.

Chunks come with their own seeds, so that results are the same anywhere. ``run_chunks`` keeps each
result as soon as it is there and repeats none after an interruption.
Exports the executors, ``choose_executor`` and ``run_chunks``.
"""

from __future__ import annotations

from tubulus.runs.executors.checkpoints import Checkpoints
from tubulus.runs.executors.choice import choose_executor
from tubulus.runs.executors.cluster import ClusterExecutor
from tubulus.runs.executors.executor import Executor
from tubulus.runs.executors.processes import ProcessExecutor
from tubulus.runs.executors.run_chunks import run_chunks
from tubulus.runs.executors.serial import SerialExecutor
from tubulus.runs.executors.worker import WorkerError

__all__ = [
    "Checkpoints",
    "ClusterExecutor",
    "Executor",
    "ProcessExecutor",
    "SerialExecutor",
    "WorkerError",
    "choose_executor",
    "run_chunks",
]

"""Parts of a cluster as processes of their own, which can be killed one by one.

    python parts.py scheduler PORT
    python parts.py worker ADDRESS LOG

All listen on the loopback address alone. A worker writes into LOG when it begins a pair.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

from distributed import Scheduler, Worker

from tubulus.runs.docking import campaign

LOOPBACK = "127.0.0.1"


def log_computed(log: Path) -> None:
    """Write each pair that is begun from now on, in one appended line a pair."""
    dock = campaign.run_chunk

    def logged(chunk, rng):  # type: ignore[no-untyped-def]
        now = time.time_ns()
        lines = "".join(f"{now} {os.getpid()} {key}\n" for key in chunk.keys)
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, lines.encode())
        os.close(descriptor)
        return dock(chunk, rng)

    campaign.run_chunk = logged


async def run_scheduler(port: int) -> None:
    async with Scheduler(
        host=LOOPBACK, port=port, dashboard=False, dashboard_address=f"{LOOPBACK}:0"
    ) as scheduler:
        await scheduler.finished()


async def run_worker(address: str) -> None:
    async with Worker(
        address, host=LOOPBACK, nthreads=1, dashboard=False, dashboard_address=f"{LOOPBACK}:0"
    ) as worker:
        await worker.finished()


if __name__ == "__main__":
    if sys.argv[1] == "scheduler":
        asyncio.run(run_scheduler(int(sys.argv[2])))
    else:
        log_computed(Path(sys.argv[3]))
        asyncio.run(run_worker(sys.argv[2]))

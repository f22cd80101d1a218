"""A scheduler, two workers and the campaign's own process, started, killed and started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

PARTS = Path(__file__).parent / "parts.py"
TARGETS = ("scheduler", "worker", "campaign")
_SECONDS = 120.0


class Cluster:
    """Processes that belong to one campaign; only these are ever ended."""

    def __init__(self, study: Path, log: Path, n_workers: int = 2) -> None:
        self.study, self.log, self.n_workers = study, log, n_workers
        self.port = find_free_port()
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.campaign: subprocess.Popen[bytes] | None = None
        self.output = log.with_name("output.txt")

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start whatever does not run."""
        if self.scheduler is None or self.scheduler.poll() is not None:
            # workers of a lost scheduler end by themselves, sooner or later
            self._end_workers()
            self.scheduler = self._start([str(PARTS), "scheduler", str(self.port)])
            wait_for_port(self.port)
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < self.n_workers:
            self.workers.append(self._start([str(PARTS), "worker", self.address, str(self.log)]))
        if self.campaign is None or self.campaign.poll() is not None:
            code = "from tubulus.cli.main import main; main()"
            command = ["-c", code, "dock", "run", str(self.study), "--cluster", self.address]
            self.campaign = self._start([*command, "--json"])

    def kill(self, target: str, which: int) -> None:
        """Kill a part without warning, and wait until it is gone."""
        process = self.workers[which % len(self.workers)]
        if target == "scheduler":
            process = self.scheduler
        elif target == "campaign":
            process = self.campaign
        process.kill()
        process.wait(_SECONDS)

    def stop(self) -> None:
        for process in (self.campaign, self.scheduler):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait(_SECONDS)
        self._end_workers()

    def _end_workers(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait(_SECONDS)
        self.workers = []

    def _start(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with self.output.open("ab") as stream:
            return subprocess.Popen(
                [sys.executable, *arguments], stdout=stream, stderr=stream, env=environment
            )


def find_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for_port(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens at port {port}")

"""Simulate a design on a cluster of two processes of this machine; run as a program of its own.

The tests block sockets in their own process; a scheduler needs them, on the loopback address.
"""

from __future__ import annotations

import sys
from pathlib import Path

from distributed import LocalCluster

from tubulus.core.errors import StudyError
from tubulus.core.progress import SilentProgress
from tubulus.runs.design import SimulationRequest, simulate_design
from tubulus.runs.workspace import open_workspace


def main(study: Path) -> None:
    """Simulate on the cluster and print where the error of a silent address comes from."""
    workspace = open_workspace(study)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        request = SimulationRequest(cluster=cluster.scheduler_address)
        simulate_design(workspace, SilentProgress(), request, force=True)
    silent = SimulationRequest(cluster="tcp://127.0.0.1:9", trials=1)
    try:
        simulate_design(workspace, SilentProgress(), silent)
    except StudyError as error:
        print(error.code, error)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A Dask cluster by the address of its scheduler."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from tubulus.core.code_version import compute_code_version
from tubulus.core.errors import StudyError
from tubulus.core.provenance import read_versions

__all__ = ["ClusterError", "ClusterExecutor", "read_worker_versions"]

Work = TypeVar("Work")
Made = TypeVar("Made")


class ClusterError(StudyError):
    """The cluster cannot be used: no scheduler, other versions on it, or it was lost."""

    code = "E145"


ROOMS = ("analysis", "dock", "runs", "screen", "stats", "study")
"""Rooms whose code makes numbers on a worker."""


def read_worker_versions() -> dict[str, str]:
    """Return what must be equal wherever pieces of one work run: packages, and Tubulus' code."""
    return {**read_versions(), "code of tubulus": compute_code_version(*ROOMS)}


class ClusterExecutor:
    """Runs pieces on the workers of a running Dask scheduler.

    The workers need the same version of Tubulus and of the packages that can change a number,
    which is asked before the first piece; they read and write no file of the study.

    Parameters
    ----------
    address : str
        Address of the scheduler, for instance ``tcp://10.0.0.5:8786``.
    timeout_s : float
        How long to wait for the scheduler.
    """

    def __init__(self, address: str, *, timeout_s: float = 20.0) -> None:
        self.address, self.timeout_s = address, timeout_s

    def run(
        self, function: Callable[[Work], Made], pieces: Sequence[Work]
    ) -> Iterator[tuple[int, Made]]:
        """Yield the position of each piece with its result, in the order in which they finish.

        Raises
        ------
        ClusterError
            If there is no scheduler or worker, one has other versions, or they are lost.
        """
        distributed = _import_distributed()
        with _hush(), self._connect(distributed) as client, self._tell_loss(distributed):
            _require_same_versions(client)
            yield from _run(client, distributed.as_completed, function, pieces)

    @contextmanager
    def _tell_loss(self, distributed: Any) -> Iterator[None]:
        comm = distributed.comm.CommClosedError
        try:
            yield
        except (distributed.KilledWorker, distributed.CancelledError, comm) as error:
            message = f"the scheduler at {self.address}, or workers of it, were lost"
            remedy = "finished chunks are kept; see the log of the cluster and run again"
            raise ClusterError(f"{message} ({type(error).__name__}); {remedy}") from error

    def _connect(self, distributed: Any) -> Any:
        try:
            client = distributed.Client(self.address, timeout=self.timeout_s, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"no scheduler answers at {self.address}; check address and network"
            raise ClusterError(f"{message} ({error})") from error
        if not client.nthreads():
            client.close()
            raise ClusterError(f"the scheduler at {self.address} has no workers; start some")
        return client


@contextmanager
def _hush() -> Iterator[None]:
    """Keep the client's own log still: a lost scheduler is told once, and not as a traceback."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _import_distributed() -> Any:
    try:
        # an optional package, needed on a cluster alone
        return importlib.import_module("distributed")
    except ImportError as error:
        message = "a cluster needs the package distributed; pip install 'tubulus[cluster]'"
        raise ClusterError(message) from error


def _require_same_versions(client: Any) -> None:
    """Refuse workers on which a number could come out otherwise than here."""
    remedy = "install on each worker what is installed here, restart the workers and run again"
    try:
        found: Mapping[str, Mapping[str, str]] = client.run(read_worker_versions)
    except (ImportError, AttributeError) as error:
        raise ClusterError(f"a worker has no such Tubulus ({error}); {remedy}") from error
    here = read_worker_versions()
    differing = []
    for worker, there in sorted(found.items()):
        parts = [
            f"{name} {there.get(name, 'none')} (here {version})"
            for name, version in here.items()
            if there.get(name) != version
        ]
        if parts:
            differing.append(f"{worker} has {', '.join(parts)}")
    if differing:
        raise ClusterError(f"workers differ from this machine: {'; '.join(differing)}; {remedy}")


def _run(
    client: Any, as_completed: Any, function: Callable[[Work], Made], pieces: Sequence[Work]
) -> Iterator[tuple[int, Made]]:
    waiting = iter(enumerate(pieces))
    positions: dict[Any, int] = {}
    reserve = 2 * max(1, sum(client.nthreads().values()))

    def submit_next() -> Any:
        for position, piece in waiting:
            # a piece has a seed of its own: two that look alike are not the same work
            future = client.submit(function, piece, pure=False)
            positions[future.key] = position
            return future
        return None

    first = [future for _ in range(reserve) if (future := submit_next()) is not None]
    finished = as_completed(first, loop=client.loop)
    # whoever holds a future asks for its piece again if the worker that made it is lost, even
    # where the result was taken long ago
    del first
    for future in finished:
        position, result = positions.pop(future.key), future.result()
        future.release()
        yield position, result
        following = submit_next()
        if following is not None:
            finished.add(following)

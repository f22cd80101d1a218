"""A Dask cluster by the address of its scheduler."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from tubulus.core.errors import StudyError

__all__ = ["ClusterError", "ClusterExecutor"]

Work = TypeVar("Work")
Made = TypeVar("Made")


class ClusterError(StudyError):
    """The cluster cannot be used: no such scheduler, or its package is not installed."""

    code = "E145"


class ClusterExecutor:
    """Runs pieces on the workers of a running Dask scheduler.

    The workers need the same version of Tubulus; they read and write no file of the study.

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
        """Yield the position of each piece with its result, in the order in which they finish."""
        client, as_completed = self._connect()
        with client:
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
            for future in finished:
                yield positions.pop(future.key), future.result()
                following = submit_next()
                if following is not None:
                    finished.add(following)

    def _connect(self) -> tuple[Any, Any]:
        try:
            # an optional package, needed on a cluster alone
            distributed = importlib.import_module("distributed")
        except ImportError as error:
            message = "a cluster needs the package distributed; pip install 'tubulus[cluster]'"
            raise ClusterError(message) from error
        try:
            client = distributed.Client(self.address, timeout=self.timeout_s, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"no scheduler answers at {self.address}; check address and network"
            raise ClusterError(f"{message} ({error})") from error
        if not client.nthreads():
            client.close()
            raise ClusterError(f"the scheduler at {self.address} has no workers; start some")
        return client, distributed.as_completed

"""Several processes on this machine, each with one thread of linear algebra."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["THREAD_VARIABLES", "ProcessExecutor", "pin_threads"]

Work = TypeVar("Work")
Made = TypeVar("Made")

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Variables by which libraries of linear algebra are told how many threads to start."""


@contextmanager
def pin_threads() -> Iterator[None]:
    """Tell processes that are started inside the block to use one thread each.

    Workers share the cores already; threads of their own would only fight over them.
    """
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class ProcessExecutor:
    """Runs pieces in fresh processes of this machine.

    Parameters
    ----------
    workers : int
        Processes, at least 1.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(
        self, function: Callable[[Work], Made], pieces: Sequence[Work]
    ) -> Iterator[tuple[int, Made]]:
        """Yield the position of each piece with its result, in the order in which they finish."""
        # fork would copy threads of numpy and of whoever imported us in whatever state they are
        context = multiprocessing.get_context("spawn")
        waiting = iter(enumerate(pieces))
        with pin_threads(), ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            running: dict[Future[Made], int] = {}
            try:
                for position, piece in waiting:
                    running[pool.submit(function, piece)] = position
                    # a few in reserve, so that no worker waits and little memory is held
                    if len(running) >= 2 * self.workers:
                        break
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
                        for position, piece in waiting:
                            running[pool.submit(function, piece)] = position
                            break
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

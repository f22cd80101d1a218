"""Several processes on this machine, each with one thread of linear algebra."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from tubulus.runs.executors.worker import WorkerError, hold_interrupts, prepare_worker

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
        """Yield the position of each piece with its result, in the order in which they finish.

        Raises
        ------
        WorkerError
            If a worker was ended from outside.
        """
        # fork would copy threads of numpy and of whoever imported us in whatever state they are
        context = multiprocessing.get_context("spawn")
        with (
            pin_threads(),
            ProcessPoolExecutor(
                self.workers, mp_context=context, initializer=prepare_worker
            ) as pool,
        ):
            try:
                yield from self._run(pool, function, pieces)
            except BrokenProcessPool as error:
                raise WorkerError from error
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _run(
        self, pool: ProcessPoolExecutor, function: Callable[[Work], Made], pieces: Sequence[Work]
    ) -> Iterator[tuple[int, Made]]:
        waiting = iter(enumerate(pieces))
        running: dict[Future[Made], int] = {}

        def submit(count: int) -> None:
            for position, piece in islice(waiting, count):
                # a worker may be started here
                with hold_interrupts():
                    future = pool.submit(function, piece)
                running[future] = position

        # a few in reserve, so that no worker waits and little memory is held
        submit(2 * self.workers)
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
                submit(1)

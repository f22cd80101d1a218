"""What a worker process does before its first piece, and what it is when it is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait

from tubulus.core.errors import StudyError

__all__ = ["WorkerError", "hold_interrupts", "prepare_worker"]

_CAN_HOLD = hasattr(signal, "pthread_sigmask")
"""Whether the system can hold signals back; Windows cannot."""


class WorkerError(StudyError):
    """A worker process was ended from outside, most often because memory ran out."""

    code = "E146"

    def __init__(self, finished: int | None = None) -> None:
        """Say what is kept.

        Parameters
        ----------
        finished : int, optional
            Chunks that are kept, where whoever raises it knows.
        """
        kept = "" if finished is None else f"{finished} finished chunks are kept; "
        super().__init__(
            f"a worker process was ended, perhaps because memory ran out; {kept}run again, "
            "perhaps with fewer workers (--workers, or workers under [run])"
        )


@contextmanager
def hold_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back inside the block, and in processes that are started there.

    A worker that is interrupted while it loads its modules would print where it was. Here the
    interrupt comes when the block ends; in a worker when it calls :func:`prepare_worker`.
    """
    if not _CAN_HOLD:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def prepare_worker() -> None:
    """End this process quietly with Ctrl-C, and as soon as the process that started it is gone."""
    # where a shell made the command deaf to Ctrl-C, as in the background, its workers are too
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if _CAN_HOLD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        # nobody is left to take a result or an error
        os._exit(1)

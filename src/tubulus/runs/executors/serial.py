"""One piece after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["SerialExecutor"]

Work = TypeVar("Work")
Made = TypeVar("Made")


class SerialExecutor:
    """Runs pieces here, in their order."""

    def run(
        self, function: Callable[[Work], Made], pieces: Sequence[Work]
    ) -> Iterator[tuple[int, Made]]:
        """Yield the position of each piece with its result."""
        for position, piece in enumerate(pieces):
            yield position, function(piece)

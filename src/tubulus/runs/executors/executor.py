"""The port to whatever runs chunks of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

__all__ = ["Executor"]

Work = TypeVar("Work")
Made = TypeVar("Made")


class Executor(Protocol):
    """Somebody who runs a function on pieces of work and yields results as they come."""

    def run(
        self, function: Callable[[Work], Made], pieces: Sequence[Work]
    ) -> Iterator[tuple[int, Made]]:
        """Yield the position of each piece with its result, in the order in which they finish.

        An error of a piece is raised here; pieces that have not begun are given up.
        """

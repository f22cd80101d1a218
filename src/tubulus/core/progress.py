"""How long work tells where it is: a port that the command line and the tests implement."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "SilentProgress"]


class Progress(Protocol):
    """Somebody who is told which step runs and how far it is."""

    def start(self, step: str, total: int | None = None) -> None:
        """Say that a step begins, and how many units it has where that is known."""

    def advance(self, units: int = 1) -> None:
        """Say that units of the current step are done."""

    def finish(self, note: str = "") -> None:
        """Say that the current step is done."""


class SilentProgress:
    """Progress that nobody watches."""

    def start(self, step: str, total: int | None = None) -> None:
        """Ignore the beginning of a step."""

    def advance(self, units: int = 1) -> None:
        """Ignore an advance."""

    def finish(self, note: str = "") -> None:
        """Ignore the end of a step."""

"""Programs of others in memory: what each writes and how it ends, given as a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tubulus.dock.external.programs.runner import ProgramResult

Program = Callable[[Sequence[str], Path], ProgramResult]


class MadePrograms:
    """Stand in for the programs of a machine; remembers what was called."""

    def __init__(self, programs: Mapping[str, Program]) -> None:
        self._programs = programs
        self.calls: list[tuple[str, ...]] = []

    def has(self, program: str) -> bool:
        """Tell whether a program is installed."""
        return program in self._programs

    def run(
        self, arguments: Sequence[str], *, folder: Path, timeout_seconds: float
    ) -> ProgramResult:
        """Run a program in a folder."""
        assert timeout_seconds > 0
        if arguments[0] not in self._programs:
            raise FileNotFoundError(arguments[0])
        self.calls.append(tuple(arguments))
        return self._programs[arguments[0]](arguments, folder)

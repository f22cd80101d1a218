"""Where programs of others are run: the port, and the processes of this machine behind it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["LocalPrograms", "ProgramResult", "ProgramRunner"]


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """How a program ended.

    Attributes
    ----------
    exit_status : int or None
        None where it was stopped because its time was over.
    output : str
        The last of what it said, standard output and errors together.
    """

    exit_status: int | None
    output: str


class ProgramRunner(Protocol):
    """Port to programs that are not part of Tubulus."""

    def has(self, program: str) -> bool:
        """Tell whether a program is installed."""
        ...

    def run(
        self, arguments: Sequence[str], *, folder: Path, timeout_seconds: float
    ) -> ProgramResult:
        """Run a program in a folder; it and what it started are stopped when the time is over."""
        ...


class LocalPrograms:
    """Programs that the search path of this machine finds.

    Parameters
    ----------
    folders : sequence of Path
        Where to look first, for instance the ``bin`` of another environment.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        places = [str(folder) for folder in folders]
        self._path = os.pathsep.join([*places, os.environ.get("PATH", "")])

    def has(self, program: str) -> bool:
        """Tell whether a program is installed."""
        return shutil.which(program, path=self._path) is not None

    def run(
        self, arguments: Sequence[str], *, folder: Path, timeout_seconds: float
    ) -> ProgramResult:
        """Run a program in a folder; it and what it started are stopped when the time is over.

        Raises
        ------
        FileNotFoundError
            If the program is not installed.
        """
        found = shutil.which(arguments[0], path=self._path)
        if found is None:
            raise FileNotFoundError(arguments[0])
        log = folder / f"{arguments[0]}.log"
        with (
            log.open("wb") as sink,
            subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
                [found, *arguments[1:]],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PATH": self._path},
                start_new_session=True,
            ) as process,
        ):
            status = _wait(process, timeout_seconds)
        return ProgramResult(status, log.read_text(encoding="utf-8", errors="replace")[-2000:])


def _wait(process: subprocess.Popen[bytes], timeout_seconds: float) -> int | None:
    try:
        return process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # the session holds the workers that the program started as well
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

"""An adapter that runs LightDock where it is installed. It is never needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tubulus.core.errors import StudyError
from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.dock.external.programs.runner import ProgramRunner
from tubulus.dock.external.readers.lightdock import read_lightdock
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.writing import render_pdb

__all__ = ["LightDockSettings", "ProgramError", "run_lightdock"]

_SETUP: Final = "lightdock3_setup.py"
_RUN: Final = "lightdock3.py"
_FIXED: Final = "fixed.pdb"
_MOBILE: Final = "mobile.pdb"


class ProgramError(StudyError):
    """A program of others is not installed, did not finish in time, or failed."""

    code = "E180"


@dataclass(frozen=True, slots=True)
class LightDockSettings:
    """How LightDock searches.

    Parameters
    ----------
    swarms, glowworms, steps : int
        Extent of the search; its published protocol uses 400 swarms of 200 glowworms and 100
        steps.
    scoring : str
        Name of its scoring function.
    cores : int
        Processes at once.
    seed : int
        Of its starting points and of its moves.
    timeout_seconds : float
        Time for the set-up and the search together; then it is stopped.

    Raises
    ------
    ValueError
        If a number is not positive.
    """

    swarms: int = 400
    glowworms: int = 200
    steps: int = 100
    scoring: str = "fastdfire"
    cores: int = 1
    seed: int = 324324
    timeout_seconds: float = 86_400.0

    def __post_init__(self) -> None:
        for name in ("swarms", "glowworms", "steps", "cores", "timeout_seconds"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive")


def run_lightdock(
    fixed: Structure,
    mobile: Structure,
    pair: PredictedPair,
    *,
    programs: ProgramRunner,
    folder: Path,
    settings: LightDockSettings | None = None,
) -> tuple[ExternalPrediction, ...]:
    """Dock a pair with LightDock and read its best ten poses.

    Parameters
    ----------
    fixed, mobile : Structure
        Prepared partners; chains with names of one letter.
    pair : PredictedPair
        Their names.
    programs : ProgramRunner
        Where LightDock runs.
    folder : Path
        An empty folder for its files; it is made where it does not exist.
    settings : LightDockSettings, optional
        Extent of the search.

    Raises
    ------
    ProgramError
        If LightDock is not installed, was stopped after its time, or failed; with the last of
        what it said.
    InputError
        If its results cannot be read.
    """
    settings = settings or LightDockSettings()
    _require_programs(programs)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ProgramError(f"{folder.name}: the folder for LightDock is not empty; give a new one")
    (folder / _FIXED).write_text(render_pdb(fixed), encoding="ascii")
    (folder / _MOBILE).write_text(render_pdb(mobile), encoding="ascii")
    for arguments in _list_commands(settings):
        _run(arguments, programs, folder, settings.timeout_seconds / 2)
    return read_lightdock(folder, pair)


def _list_commands(settings: LightDockSettings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    swarms = ("-s", str(settings.swarms), "-g", str(settings.glowworms))
    seed = str(settings.seed)
    setup = (_SETUP, _FIXED, _MOBILE, *swarms, "--seed_points", seed, "--noxt", "--noh", "--now")
    search = ("setup.json", str(settings.steps), "-s", settings.scoring, "-sg", seed)
    return setup, (_RUN, *search, "-c", str(settings.cores))


def _require_programs(programs: ProgramRunner) -> None:
    absent = [program for program in (_SETUP, _RUN) if not programs.has(program)]
    if absent:
        raise ProgramError(
            f"LightDock is not installed: {' and '.join(absent)} not found; install LightDock in "
            "an environment of its own and name its bin folder, or read results made elsewhere"
        )


def _run(
    arguments: Sequence[str], programs: ProgramRunner, folder: Path, timeout_seconds: float
) -> None:
    result = programs.run(arguments, folder=folder, timeout_seconds=timeout_seconds)
    if result.exit_status is None:
        raise ProgramError(
            f"{arguments[0]} was stopped after {timeout_seconds:g} s; allow it more time, or "
            "search fewer swarms"
        )
    if result.exit_status != 0:
        last = " | ".join(result.output.strip().splitlines()[-3:]) or "it said nothing"
        raise ProgramError(f"{arguments[0]} failed with status {result.exit_status}: {last}")

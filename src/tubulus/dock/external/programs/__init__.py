"""Programs of others that Tubulus can run where they are installed; none is ever needed.

A small port hides where a program runs, so that the adapter is tested without it.
"""

from tubulus.dock.external.programs.lightdock import (
    LightDockSettings,
    ProgramError,
    run_lightdock,
)
from tubulus.dock.external.programs.runner import LocalPrograms, ProgramResult, ProgramRunner

__all__ = [
    "LightDockSettings",
    "LocalPrograms",
    "ProgramError",
    "ProgramResult",
    "ProgramRunner",
    "run_lightdock",
]

"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["data_option", "force_option", "json_option", "study_argument"]

Command = TypeVar("Command", bound=Callable[..., Any])


def study_argument(command: Command) -> Command:
    """Add the study folder."""
    return click.argument("study", type=click.Path(path_type=Path, file_okay=False))(command)


def data_option(command: Command) -> Command:
    """Add the place of the data where they are not in the study folder."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="Folder of the data, if they do not lie in the study folder.",
    )(command)


def json_option(command: Command) -> Command:
    """Add the machine-readable answer."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")(command)


def force_option(command: Command) -> Command:
    """Add recomputing what did not change."""
    return click.option("--force", is_flag=True, help="Compute again even where nothing changed.")(
        command
    )

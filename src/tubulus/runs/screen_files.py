"""Read the files that a screen names, before anything rests on them."""

from __future__ import annotations

from dataclasses import replace

from tubulus.core.errors import InputError, Problem
from tubulus.runs.workspace import Workspace
from tubulus.screen.inputs import ScreenInputs, list_screen_files, read_inputs
from tubulus.screen.settings import ScreenSettings
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["require_screen_files"]


def require_screen_files(workspace: Workspace, settings: ScreenSettings) -> ScreenInputs:
    """Read the files that the screen names, so that a long run does not stop half way at one.

    Raises
    ------
    InputError
        With every file that is missing and every row that cannot be used.
    """
    problems = []
    folder = workspace.folder.path
    for key, name in list_screen_files(settings, folder):
        path = folder / name
        if not path.is_file():
            table = workspace.whole.study.source
            message, remedy = f"there is no file '{name}'", f"expected it at {path}"
            if path.is_dir():
                message, remedy = f"the folder '{name}' is no such file", f"look into {path}"
            problems.append(table.make_problem(("screen", *key), message, remedy))
    if problems:
        raise InputError(problems)
    try:
        return read_inputs(settings, folder)
    except InputError as error:
        table = workspace.whole.study.source
        raise InputError(_find_line(problem, table) for problem in error.problems) from error


def _find_line(problem: Problem, table: PlacedTable) -> Problem:
    """Add the line of a key of the study file, which the room of the screen does not know."""
    if problem.row or problem.file != table.file or not problem.field:
        return problem
    return replace(problem, row=table.find_line(problem.field.split(".")))

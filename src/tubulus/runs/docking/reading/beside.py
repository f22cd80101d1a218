"""What is wrong with the files of docking where ``study.toml`` has problems of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tubulus.core.errors import InputError, Problem
from tubulus.core.progress import SilentProgress
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.inputs import read_tables
from tubulus.runs.docking.reading.sides import prepare_sides
from tubulus.study.definition.toml_places import read_toml

__all__ = ["find_problems_beside"]

_SECTION = "dock"


def find_problems_beside(definition: Path) -> list[Problem]:
    """Find the problems of tables and structures that the settings which can be read name.

    Parameters
    ----------
    definition : Path
        A ``study.toml`` that was refused; its own problems are known already.

    Returns
    -------
    list of Problem
        None where there is no readable section of docking.

    Notes
    -----
    Settings that cannot be used are taken as left out. So nothing is said of what the section
    lacks as a whole: that may be what was misspelt.
    """
    try:
        table = read_toml(definition)
    except InputError:
        return []
    data = table.data.get(_SECTION)
    if not isinstance(data, Mapping):
        return []
    settings = _read_sound(data)
    try:
        tables = read_tables(definition.parent, settings, table, has_screen="screen" in table.data)
        prepare_sides(tables, settings, SilentProgress())
    except InputError as error:
        return [p for p in error.problems if (p.file, p.field) != (table.file, _SECTION)]
    return []


def _read_sound(data: Mapping[str, Any]) -> DockSettings:
    """Read the settings without those that are refused."""
    kept = deepcopy(dict(data))
    try:
        return DockSettings.model_validate(kept)
    except ValidationError as error:
        for detail in error.errors():
            _remove(kept, detail["loc"])
    try:
        return DockSettings.model_validate(kept)
    except ValidationError:
        return DockSettings()


def _remove(data: dict[str, Any], place: Sequence[str | int]) -> None:
    """Remove the deepest key of a place that is there."""
    for part in place[:-1]:
        inner = data.get(str(part))
        if not isinstance(inner, dict):
            data.pop(str(part), None)
            return
        data = inner
    data.pop(str(place[-1]), None)

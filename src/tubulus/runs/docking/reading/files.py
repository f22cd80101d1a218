"""Which files a docking campaign reads, where they lie, and their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.core.files import compute_file_hash, leaves_folder
from tubulus.dock.external.read import list_models, list_read_files
from tubulus.dock.partners.partner_table import read_partners
from tubulus.dock.settings.docking import DockSettings
from tubulus.study.definition.toml_places import PlacedTable

__all__ = [
    "PARTNERS_NAME",
    "RECORDS_NAME",
    "find_partners_file",
    "find_problems",
    "hash_dock_files",
    "list_dock_files",
]

PARTNERS_NAME = "insilico/partners.csv"
"""The table of partners where the settings name none."""
RECORDS_NAME = ".dock-records"
"""Folder of the records of docked pairs under the results."""

_MISSING = "missing"


def find_partners_file(settings: DockSettings, folder: Path) -> Path:
    """Return where the table of partners is expected."""
    return folder / (settings.partners_file or PARTNERS_NAME)


def find_problems(settings: DockSettings, folder: Path, table: PlacedTable) -> list[Problem]:
    """Find files that the settings name and that are not there or lie outside the study."""
    problems = []
    for key, name in settings.list_names():
        path, place = folder / name, ("dock", key)
        is_folder = key == "predictions_folder"
        if leaves_folder(name):
            message, remedy = f"'{name}' lies outside the study folder", "copy it into the folder"
            problems.append(table.make_problem(place, message, remedy))
        elif is_folder and not path.is_dir():
            message = f"there is no folder '{name}'"
            problems.append(table.make_problem(place, message, f"expected it at {path}"))
        elif is_folder:
            problems += _find_no_predictions(path, table)
        elif not path.is_file():
            message, remedy = f"there is no file '{name}'", f"expected it at {path}"
            if path.is_dir():
                message, remedy = f"the folder '{name}' is no such file", f"look into {path}"
            problems.append(table.make_problem(place, message, remedy))
    if settings.partners_file is None and not (folder / PARTNERS_NAME).is_file():
        message = "docking needs a table of partners, and there is none"
        remedy = f"write {PARTNERS_NAME} (partner,role,file), or name yours as partners_file"
        problems.append(table.make_problem(("dock",), message, remedy))
    return problems


def _find_no_predictions(path: Path, table: PlacedTable) -> list[Problem]:
    """Find that a folder holds no prediction, which would stop a campaign after its docking."""
    try:
        list_models(path)
    except InputError as error:
        place = ("dock", "predictions_folder")
        return [
            table.make_problem(place, f"{p.file}: {p.message}", p.remedy) for p in error.problems
        ]
    return []


def list_dock_files(settings: DockSettings, folder: Path) -> tuple[Path, ...]:
    """List every file that a campaign reads from the study folder, structures included.

    A table of partners that cannot be read lists no structures; reading it again says why.
    """
    found = [folder / name for key, name in settings.list_names() if key != "predictions_folder"]
    partners = find_partners_file(settings, folder)
    structures: list[Path] = []
    if partners.is_file():
        found.append(partners)
        structures = [*_list_structures(partners)]
    if settings.predictions_folder is not None:
        # what else lies in the folder, such as logs and plots, changes no result
        found += list_read_files(folder / settings.predictions_folder)
    return tuple(dict.fromkeys([*found, *structures]))


def _list_structures(partners: Path) -> Iterator[Path]:
    try:
        requests = read_partners(partners).requests
    except InputError:
        return
    for request in requests:
        yield request.path


def hash_dock_files(settings: DockSettings, folder: Path) -> dict[str, str]:
    """Hash every file that a campaign reads, by its name in the study folder."""
    return {
        _name(path, folder): compute_file_hash(path) if path.is_file() else _MISSING
        for path in list_dock_files(settings, folder)
    }


def _name(path: Path, folder: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.name

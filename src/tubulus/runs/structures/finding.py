"""Structure files of a person: one that is named, or all in a folder and its sub-folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.core.files import compute_file_hash
from tubulus.dock.structures.reading.files import SUFFIXES

__all__ = ["drop_copies", "find_name_clashes", "list_structure_files"]


def list_structure_files(place: Path) -> tuple[Path, ...]:
    """List the structure files of a folder and of its sub-folders, in the order of their paths.

    Parameters
    ----------
    place : Path
        A folder; what begins with a dot is passed over. A file is listed as it is.

    Raises
    ------
    InputError
        If there is nothing of that name, or no structure in the folder.
    """
    if place.is_file():
        return (place,)
    if not place.is_dir():
        message, remedy = "there is no such file or folder", "give a file or folder with --from"
        raise InputError([Problem(str(place), 0, "", message, remedy)])
    found = tuple(path for path in sorted(place.rglob("*")) if _is_structure(path, place))
    if not found:
        message = "the folder and its sub-folders hold no structure"
        remedy = f"expected files that end in {', '.join(SUFFIXES)} (.gz as well)"
        raise InputError([Problem(str(place), 0, "", message, remedy)])
    return found


def _is_structure(path: Path, place: Path) -> bool:
    if any(part.startswith(".") for part in path.relative_to(place).parts):
        return False
    return path.name.lower().removesuffix(".gz").endswith(SUFFIXES) and path.is_file()


def find_name_clashes(place: Path, paths: Iterable[Path]) -> list[Problem]:
    """Find files that would bear one name in the study, in whichever sub-folders they lie."""
    first: dict[str, Path] = {}
    problems = []
    for path in paths:
        other = first.setdefault(path.name.split(".")[0], path)
        if other != path:
            one, two = other.relative_to(place), path.relative_to(place)
            message = f"{one} and {two} are called {path.name.split('.')[0]} both"
            remedy = "rename one, or add a sub-folder alone"
            problems.append(Problem(place.name, 0, "", message, remedy))
    return problems


def drop_copies(paths: Sequence[Path]) -> list[Path]:
    """Drop files whose content another one has, the first stays."""
    if len(paths) < 2:
        return list(paths)
    return list({compute_file_hash(path): path for path in reversed(paths)}.values())[::-1]

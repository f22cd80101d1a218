"""The structures of a folder, by the names of their files."""

from __future__ import annotations

from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.dock.structures.reading.files import SUFFIXES

__all__ = ["list_structures"]


def list_structures(folder: Path) -> dict[str, Path]:
    """List the structure files of a folder by name, in the order of the names.

    Parameters
    ----------
    folder : Path
        Its files that end in ``.pdb``, ``.ent``, ``.cif`` or ``.mmcif``, perhaps with ``.gz``,
        are structures; others and sub-folders are passed over.

    Returns
    -------
    dict of str to Path
        Name without its ending, for instance ``1KTZ`` for ``1KTZ.pdb.gz``.

    Raises
    ------
    InputError
        If there is no such folder, no structure in it, or two files of one name.
    """
    if not folder.is_dir():
        problem = Problem(str(folder.name), 0, "", "there is no such folder", "give a folder")
        raise InputError([problem])
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        stem, suffix = _split(path.name)
        if suffix not in SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        if stem in found:
            message = f"{found[stem].name} and {path.name} are called {stem} both"
            problems.append(Problem(folder.name, 0, stem, message, "keep one of them"))
        found.setdefault(stem, path)
    if not found:
        remedy = f"expected files that end in {', '.join(SUFFIXES)} (.gz as well)"
        problems.append(Problem(folder.name, 0, "", "the folder holds no structure", remedy))
    if problems:
        raise InputError(problems)
    return found


def _split(name: str) -> tuple[str, str]:
    plain = name[:-3] if name.lower().endswith(".gz") else name
    stem, dot, suffix = plain.rpartition(".")
    return stem, f"{dot}{suffix}".lower()

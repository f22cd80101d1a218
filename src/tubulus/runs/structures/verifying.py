"""Structures held against the hashes of the day on which they were added."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.core.files import compute_file_hash
from tubulus.runs.data_index import find_structures_folder, read_index

__all__ = ["require_unchanged"]


def require_unchanged(study: Path, paths: Iterable[Path]) -> None:
    """Refuse structures that were added and have changed since; others are passed over.

    Parameters
    ----------
    study : Path
        Folder of the study.
    paths : iterable of Path
        Structure files that are about to be read.

    Raises
    ------
    InputError
        With every file whose content is another than was added.
    """
    folder = find_structures_folder(study)
    recorded = {(folder / entry.file).resolve(): entry for entry in read_index(folder)}
    problems = []
    for path in sorted(set(paths)):
        entry = recorded.get(path.resolve())
        if entry is not None and path.is_file() and compute_file_hash(path) != entry.sha256:
            message = f"the content is not that which was added on {entry.added[:10]}"
            remedy = "restore it, or add it again with --replace"
            problems.append(Problem(path.name, 0, "", message, remedy))
    if problems:
        raise InputError(problems)

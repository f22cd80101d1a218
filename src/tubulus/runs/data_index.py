"""The index of a folder of added data: what each file is, its hash, when it came and from where."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash, write_text
from tubulus.runs.folder import open_folder

__all__ = [
    "INDEX_NAME",
    "AddedFile",
    "VerifiedFile",
    "find_data_folder",
    "find_structures_folder",
    "read_index",
    "verify_data",
    "verify_folder",
    "write_index",
]

INDEX_NAME = "index.json"
_VERSION = 1
FileState = Literal["unchanged", "changed", "missing", "not in the index"]


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file that was added.

    Parameters
    ----------
    kind, file : str
        What it is, and its name in the folder.
    sha256 : str
        Hash of its bytes.
    size : int
        Bytes.
    added : str
        UTC time, ISO 8601.
    source : str
        Where it comes from, in the words of the person who added it.
    original : str
        Name of the file as it came.
    licence, citation : str
        Terms and what to cite, where Tubulus knows them.
    """

    kind: str
    file: str
    sha256: str
    size: int
    added: str
    source: str
    original: str
    licence: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """An added file and whether it is as it was."""

    folder: str
    file: str
    kind: str
    state: FileState
    added: str
    source: str

    def as_plain_data(self) -> dict[str, Any]:
        """Return the record as data that JSON can hold."""
        return asdict(self)


def find_data_folder(study: Path | None) -> Path:
    """Return the folder of added data: of a study, or of the user.

    A study keeps them in ``insilico/data``; without a study they lie in ``tubulus`` under
    ``XDG_DATA_HOME`` (``~/.local/share`` where that is not set).

    Raises
    ------
    InputError
        If the folder of the study holds no ``study.toml``.
    """
    if study is not None:
        return open_folder(study).path / "insilico" / "data"
    home = os.environ.get("XDG_DATA_HOME", "")
    base = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share"
    return base / "tubulus"


def find_structures_folder(study: Path) -> Path:
    """Return the folder of a study's structures.

    Raises
    ------
    InputError
        If the folder of the study holds no ``study.toml``.
    """
    return open_folder(study).path / "insilico" / "structures"


def read_index(folder: Path) -> tuple[AddedFile, ...]:
    """Read the index of a folder; empty where there is none.

    Raises
    ------
    StudyError
        If the index cannot be understood.
    """
    path = folder / INDEX_NAME
    if not path.is_file():
        return ()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return tuple(AddedFile(**entry) for entry in content["files"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is not an index of added data; restore it, or remove it and add again"
        raise StudyError(message) from error


def write_index(folder: Path, files: tuple[AddedFile, ...]) -> None:
    """Write the index of a folder, by name of file."""
    ordered = sorted(files, key=lambda entry: entry.file)
    content = {"version": _VERSION, "files": [asdict(entry) for entry in ordered]}
    write_text(folder / INDEX_NAME, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def verify_data(study: Path | None) -> tuple[VerifiedFile, ...]:
    """Hash the added files again and say which of them are missing, changed or not in the index.

    Of a study also its structures.
    """
    folders = [find_data_folder(study)]
    if study is not None:
        folders.append(find_structures_folder(study))
    return tuple(file for folder in folders for file in verify_folder(folder))


def verify_folder(folder: Path) -> tuple[VerifiedFile, ...]:
    """Hash the files of one folder again and hold them against its index."""
    entries = read_index(folder)
    found = [
        VerifiedFile(
            str(folder), entry.file, entry.kind, _judge(folder, entry), entry.added, entry.source
        )
        for entry in entries
    ]
    known = {entry.file for entry in entries} | {INDEX_NAME}
    others = sorted(folder.iterdir()) if folder.is_dir() else []
    found += [
        VerifiedFile(str(folder), path.name, "", "not in the index", "", "")
        for path in others
        if path.is_file() and path.name not in known and not path.name.startswith(".")
    ]
    return tuple(found)


def _judge(folder: Path, entry: AddedFile) -> FileState:
    path = folder / entry.file
    if not path.is_file():
        return "missing"
    same = path.stat().st_size == entry.size and compute_file_hash(path) == entry.sha256
    return "unchanged" if same else "changed"

"""Structure files copied into a study, with their entries in the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash, write_bytes
from tubulus.dock.structures.reading.files import SUFFIXES
from tubulus.runs.data_index import AddedFile, read_index, write_index
from tubulus.runs.structures.collecting import Collected

__all__ = ["keep_files"]

_NO_LICENCE = "licence not stated"
Clock = Callable[[], datetime]


def keep_files(
    folder: Path, found: Sequence[Collected], *, replace_existing: bool, clock: Clock
) -> tuple[AddedFile, ...]:
    """Copy structures into a folder and record their hashes; all may go before one is copied."""
    for item in found:
        target = folder / item.name
        if not item.name.lower().removesuffix(".gz").endswith(SUFFIXES):
            raise StudyError(f"{item.name} has no ending of structures: {', '.join(SUFFIXES)}")
        if target.is_file() and not replace_existing:
            _require_same(target, item.path)
    known = {entry.file: entry for entry in read_index(folder)}
    files = []
    for item in found:
        target = folder / item.name
        content = item.path.read_bytes()
        write_bytes(target, content)
        made = AddedFile(
            kind="structure", file=item.name, sha256=compute_file_hash(target), size=len(content),
            added=clock().strftime("%Y-%m-%dT%H:%M:%SZ"), source=item.source,
            original=item.path.name,
            licence=item.attested.source.licence if item.attested else _NO_LICENCE,
            citation=item.attested.citation if item.attested else "",
        )  # fmt: skip
        before = known.get(item.name)
        same = before is not None and before.sha256 == made.sha256
        files.append(before if before is not None and same else made)
    write_index(folder, tuple((known | {entry.file: entry for entry in files}).values()))
    return tuple(files)


def _require_same(target: Path, path: Path) -> None:
    if compute_file_hash(target) != compute_file_hash(path):
        raise StudyError(
            f"{target} is there with another content; rename the new file or --replace"
        )

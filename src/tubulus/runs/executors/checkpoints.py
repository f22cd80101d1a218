"""Results of chunks as they come: one small file each, written whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tubulus.core.files import compute_text_hash, write_text

__all__ = ["Checkpoints"]


class Checkpoints:
    """The finished chunks of one piece of work.

    Parameters
    ----------
    folder : Path
        Where they lie; made at need.
    key : str
        What the work rests on: results that were kept under another key are not used.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder / key, key

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the plain data of each finished chunk by its identifier.

        A file that is not whole, which only a failing disk leaves, counts as absent.
        """
        found: dict[str, dict[str, Any]] = {}
        for path in sorted(self.folder.glob("*.json")):
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if self._is_whole(content):
                found[content["chunk"]] = content["result"]
        return found

    def _is_whole(self, content: object) -> bool:
        return (
            isinstance(content, dict)
            and content.get("key") == self.key
            and isinstance(content.get("chunk"), str)
            and isinstance(content.get("result"), dict)
        )

    def keep(self, chunk: str, result: Mapping[str, Any]) -> None:
        """Keep the result of a chunk; once this returns, no interruption loses it."""
        content = {"key": self.key, "chunk": chunk, "result": dict(result)}
        name = f"{compute_text_hash(chunk)[:16]}.json"
        write_text(self.folder / name, json.dumps(content, allow_nan=True))

    def clear(self) -> None:
        """Forget the chunks, after their merged result was kept elsewhere."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._remove_empty_place()

    def clear_others(self) -> None:
        """Forget the chunks of other keys: of another seed, plan or version, which nobody resumes.

        Whoever changes a plan back while its first simulation stands unfinished starts anew.
        """
        for other in list(self.folder.parent.glob("*/")):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        self._remove_empty_place()

    def _remove_empty_place(self) -> None:
        if self.folder.parent.is_dir() and not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()

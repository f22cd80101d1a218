"""Files that are written whole or not at all, and the hashes that identify their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath, PureWindowsPath
from typing import IO

__all__ = [
    "apply_umask",
    "compute_file_hash",
    "compute_text_hash",
    "leaves_folder",
    "replace_file",
    "write_bytes",
    "write_text",
]


@contextmanager
def replace_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary neighbour of a file that takes its place only if the block succeeds.

    An error or an interruption inside the block leaves the old file untouched and removes the
    temporary one. The content is flushed to the disk before the exchange.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; a study folder is shared like any other folder
        apply_umask(temporary, 0o666)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def leaves_folder(name: str) -> bool:
    """Tell whether a relative file name leads out of the folder it is meant for."""
    path = PurePath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or PureWindowsPath(name).is_absolute()


def apply_umask(path: Path, mode: int) -> None:
    """Give a path the permissions that the user's mask leaves of a mode."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(mode & ~umask)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replace_file(path) as stream:
        stream.write(content)


def write_text(path: Path, content: str) -> None:
    """Write a UTF-8 text file whole or not at all, with line feeds on every platform."""
    write_bytes(path, content.encode("utf-8"))


def compute_file_hash(path: Path) -> str:
    """Compute the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def compute_text_hash(*parts: str) -> str:
    """Compute the SHA-256 of texts; the borders between the parts count."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()

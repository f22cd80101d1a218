"""The version of a room's code: a hash of its sources and of those it rests on.

A declared number is forgotten sooner or later, and then an old result is taken for a new one. A
hash can only err on the safe side: a changed comment makes one more run.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from tubulus.core.files import compute_text_hash

__all__ = ["compute_code_version"]

_SUFFIXES = (".py", ".toml", ".tsv", ".gz", ".csv", ".j2", ".css", ".js")


@cache
def compute_code_version(*rooms: str) -> str:
    """Compute the version of some rooms together with ``core``: 16 hexadecimal digits."""
    parts: list[str] = []
    for room in sorted({*rooms, "core"}):
        _collect(resources.files("tubulus") / room, room, parts)
    return compute_text_hash(*parts)[:16]


def _collect(place: Traversable, name: str, parts: list[str]) -> None:
    for entry in sorted(place.iterdir(), key=lambda e: e.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            _collect(entry, path, parts)
        elif entry.name.endswith(_SUFFIXES):
            parts += [path, entry.read_bytes().hex()]

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

_SUFFIXES = (".py", ".toml", ".json", ".tsv", ".gz", ".csv", ".txt", ".j2", ".css", ".js")


@cache
def compute_code_version(*rooms: str) -> str:
    """Compute the version of some rooms together with ``core``: 16 hexadecimal digits.

    Parameters
    ----------
    *rooms : str
        Folders below the package, or single files, such as ``dock/structures/structure.py``.
    """
    parts: list[str] = []
    for room in sorted({*rooms, "core"}):
        _collect(resources.files("tubulus").joinpath(*room.split("/")), room, parts)
    return compute_text_hash(*parts)[:16]


def _collect(place: Traversable, name: str, parts: list[str]) -> None:
    if place.is_dir():
        for entry in sorted(place.iterdir(), key=lambda e: e.name):
            _collect(entry, f"{name}/{entry.name}", parts)
    elif name.endswith(_SUFFIXES):
        parts += [name, place.read_bytes().hex()]

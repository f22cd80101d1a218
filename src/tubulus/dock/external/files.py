"""Files of other programs: JSON and arrays, refused where they are cut off or not what they say."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.reading.files import refuse

__all__ = [
    "find_file",
    "get_fraction",
    "get_matrix",
    "read_array",
    "read_json",
    "read_lines",
    "require_errors",
    "require_numbers",
    "require_readable",
    "unpacked_name",
]

Floats = npt.NDArray[np.float64]

# 5,000 tokens have 25 million errors, some 150 MB as text
_MOST_BYTES = 400_000_000
_AGAIN = "copy it again from where the program ran"
# zstd is what AlphaFold 3 packs with; Python cannot unpack it without a further package
_PACKED = (".gz", ".zst")


def unpacked_name(path: Path) -> str:
    """Return the name of a file without the ending of packing by gzip."""
    return path.name.removesuffix(".gz")


def find_file(path: Path) -> Path:
    """Return a file, or where it is absent what was packed from it; else the path as given."""
    packed = (path.with_name(path.name + ending) for ending in _PACKED)
    return next((p for p in (path, *packed) if p.is_file()), path)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    InputError
        If the file is absent, too large, cut off, or holds no object.
    """
    text = _read_text(path)
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        refuse(path.name, "the file is cut off or no JSON", _AGAIN, row=row)
    if isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict):
        content = content[0]
    if not isinstance(content, dict):
        refuse(path.name, "the file holds no JSON object", _AGAIN)
    return content


def read_lines(path: Path) -> list[str]:
    """Read the lines of a text file, without their ends.

    Raises
    ------
    InputError
        If the file is absent, empty or too large.
    """
    return _read_text(path).splitlines()


def read_array(path: Path, key: str) -> Floats:
    """Read one array of a ``.npz`` file; nothing in the file is run.

    Raises
    ------
    InputError
        If the file is absent, damaged, holds no such array, or objects instead of numbers.
    """
    require_readable(path)
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as arrays:
            if key not in arrays:
                held = ", ".join(arrays) or "none"
                refuse(path.name, f"there is no array {key}", f"the arrays are: {held}")
            content = arrays[key]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, AttributeError, TypeError):
        refuse(path.name, "the file is cut off or no array file of numpy", _AGAIN)
    if content.dtype.kind not in "fiu":
        refuse(path.name, f"the array {key} holds no numbers", _AGAIN)
    return np.asarray(content, dtype=np.float64)


def get_matrix(content: Mapping[str, Any], key: str, shape: tuple[int, ...], name: str) -> Floats:
    """Take an array of finite numbers out of a JSON object.

    Parameters
    ----------
    content : Mapping
        The object.
    key : str
        Its key.
    shape : tuple of int
        What the array must measure.
    name : str
        Name of the file, for messages.

    Raises
    ------
    InputError
        If it is absent, of another shape, or holds something else than finite numbers.
    """
    if key not in content:
        refuse(name, "the value is absent", f"expected an array of {_write(shape)}", field=key)
    try:
        values = np.asarray(content[key], dtype=np.float64)
    except (ValueError, TypeError):
        refuse(name, "the rows differ in length or hold no numbers", _AGAIN, field=key)
    return require_numbers(values, shape, name, key)


def require_numbers(values: Floats, shape: tuple[int, ...], name: str, key: str) -> Floats:
    """Return an array if it has the shape wanted and finite numbers only; refuse it otherwise."""
    if values.shape != shape:
        message = f"the array measures {_write(values.shape)}, the model {_write(shape)}"
        remedy = "these files belong to two models, perhaps: check their names"
        refuse(name, message, remedy, field=key)
    if not np.isfinite(values).all():
        count = int((~np.isfinite(values)).sum())
        refuse(name, f"{count} of {values.size} values are no finite number", _AGAIN, field=key)
    return values


def require_errors(values: Floats, n_tokens: int, name: str, key: str) -> Floats:
    """Return a matrix of predicted aligned errors if it fits the model; refuse it otherwise."""
    require_numbers(values, (n_tokens, n_tokens), name, key)
    if values.size and values.min() < 0.0:
        remedy = "predicted aligned errors are distances in ångström; " + _AGAIN
        refuse(name, f"the error {values.min():g} lies below zero", remedy, field=key)
    return values


def get_fraction(content: Mapping[str, Any], key: str, name: str) -> float | None:
    """Take a number from 0 to 1 out of a JSON object; None where it is absent or null.

    Raises
    ------
    InputError
        If it is something else.
    """
    value = content.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        refuse(name, f"{str(value)[:20]} is no number from 0 to 1", _AGAIN, field=key)
    return float(value)


def _read_text(path: Path) -> str:
    require_readable(path)
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = _unpack(path.name, content)
    if not content.strip():
        refuse(path.name, "the file is empty", _AGAIN)
    if content[:2] == b"PK":
        refuse(path.name, "the file is a zip archive", "unpack it and give the folder")
    return content.decode("utf-8", errors="replace")


def _unpack(name: str, content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            # no more than the limit is ever unpacked
            unpacked = packed.read(_MOST_BYTES + 1)
    except (EOFError, zlib.error, OSError):
        refuse(name, "the packed file is cut off or damaged", _AGAIN)
    if len(unpacked) > _MOST_BYTES:
        refuse(name, "the file is larger than 400 MB unpacked", "give one model of the pair alone")
    return unpacked


def require_readable(path: Path) -> None:
    """Refuse a file that is absent, too large, or packed in a way that is not read.

    Raises
    ------
    InputError
        If it is.
    """
    if not path.is_file():
        refuse(path.name, "there is no such file", _AGAIN)
    if path.suffix == ".zst":
        refuse(path.name, "the file is packed with zstd", f"unpack it: zstd -d {path.name}")
    if path.stat().st_size > _MOST_BYTES:
        refuse(path.name, "the file is larger than 400 MB", "give one model of the pair alone")


def _write(shape: tuple[int, ...]) -> str:
    return " x ".join(str(length) for length in shape) or "one number"

"""Structure files as text: found, unpacked, recognised and identified by their hash."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from tubulus.core.errors import InputError, Problem

__all__ = ["SUFFIXES", "StructureText", "read_structure_text", "refuse"]

SUFFIXES = (".pdb", ".ent", ".cif", ".mmcif")
"""Endings of structure files; each may be followed by ``.gz``."""

# the largest entries of the Protein Data Bank have some hundred megabytes as text
_MOST_BYTES = 400_000_000
_FOREIGN = re.compile(rb"[^\x00-\x7f]")
_CONVERT = "download the entry as PDB or mmCIF, or convert it, for instance with `gemmi convert`"


@dataclass(frozen=True, slots=True)
class StructureText:
    """Content of a structure file.

    Attributes
    ----------
    name : str
        Name of the file as the user knows it.
    text : str
        Its content, unpacked.
    format : str
        ``pdb`` or ``mmcif``.
    file_hash : str
        SHA-256 of the bytes of the file.
    """

    name: str
    text: str
    format: Literal["pdb", "mmcif"]
    file_hash: str


def refuse(name: str, message: str, remedy: str, *, field: str = "", row: int = 0) -> NoReturn:
    """Refuse a structure with one problem."""
    raise InputError([Problem(name, row, field, message, remedy)])


def read_structure_text(
    path: str | os.PathLike[str], *, most_bytes: int = _MOST_BYTES
) -> StructureText:
    """Read a structure file, packed with gzip or not.

    Parameters
    ----------
    path : str or path
        The file; several packed members one after another are one file.
    most_bytes : int
        Size that the file may have, packed and unpacked.

    Raises
    ------
    InputError
        If the file is absent, empty, half-written, binary, too large, or in no format that is
        read.
    """
    path = Path(path)
    name = path.name
    if not path.is_file():
        refuse(name, "there is no such file", f"expected a file that ends in {_list_suffixes()}")
    if path.stat().st_size > most_bytes:
        _refuse_size(name, most_bytes)
    content = path.read_bytes()
    file_hash = hashlib.sha256(content).hexdigest()
    if content[:2] == b"\x1f\x8b":
        content = _unpack(name, content, most_bytes)
    if not content.strip():
        refuse(name, "the file is empty", "download or export it again")
    if name.lower().removesuffix(".gz").endswith(".bcif") or b"\x00" in content[:4096]:
        refuse(name, "BinaryCIF and other binary formats are not read", _CONVERT)
    # letters beyond ASCII stand in titles and names only; one byte stays one column
    text = _FOREIGN.sub(b"?", content).decode("ascii")
    return StructureText(name, text, _recognise(name, text), file_hash)


def _list_suffixes() -> str:
    return ", ".join(SUFFIXES) + " (.gz as well)"


def _unpack(name: str, content: bytes, most_bytes: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            # one limit for all members; no more than it is ever unpacked
            unpacked = packed.read(most_bytes + 1)
    except EOFError:
        refuse(name, "the packed file ends too early", "download it again")
    except (zlib.error, OSError):
        refuse(name, "the packed file is damaged", "download it again")
    if len(unpacked) > most_bytes:
        _refuse_size(name, most_bytes, " unpacked")
    return unpacked


def _refuse_size(name: str, most_bytes: int, state: str = "") -> NoReturn:
    message = f"the file is larger than {most_bytes / 1e6:,.0f} MB{state}"
    refuse(name, message, "give one assembly or chain")


def _recognise(name: str, text: str) -> Literal["pdb", "mmcif"]:
    for line in text.splitlines():
        if line.startswith(("ATOM  ", "HETATM", "HEADER", "CRYST1", "MODEL ", "REMARK", "TITLE ")):
            return "pdb"
        if line.startswith(("data_", "loop_", "_")):
            return "mmcif"
    refuse(
        name,
        "the content is neither PDB nor mmCIF",
        f"{_CONVERT}; a page of a web server saved by mistake looks like this too",
    )

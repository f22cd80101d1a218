"""Structure files as text: found, unpacked, recognised and identified by their hash."""

from __future__ import annotations

import gzip
import hashlib
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


def read_structure_text(path: Path) -> StructureText:
    """Read a structure file, packed with gzip or not.

    Raises
    ------
    InputError
        If the file is absent, empty, half-written, binary, too large, or in no format that is
        read.
    """
    name = path.name
    if not path.is_file():
        refuse(name, "there is no such file", f"expected a file that ends in {_list_suffixes()}")
    content = path.read_bytes()
    file_hash = hashlib.sha256(content).hexdigest()
    if content[:2] == b"\x1f\x8b":
        content = _unpack(name, content)
    if not content.strip():
        refuse(name, "the file is empty", "download or export it again")
    if name.lower().removesuffix(".gz").endswith(".bcif") or b"\x00" in content[:4096]:
        refuse(name, "BinaryCIF and other binary formats are not read", _CONVERT)
    # letters beyond ASCII stand in titles and names only; one byte stays one column
    text = _FOREIGN.sub(b"?", content).decode("ascii")
    return StructureText(name, text, _recognise(name, text), file_hash)


def _list_suffixes() -> str:
    return ", ".join(SUFFIXES) + " (.gz as well)"


def _unpack(name: str, content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, _MOST_BYTES)
        if unpacker.unconsumed_tail:
            refuse(name, "the file is larger than 400 MB unpacked", "give one assembly or chain")
        if not unpacker.eof:
            refuse(name, "the packed file ends too early", "download it again")
        # several members one after another are one file
        rest = gzip.decompress(unpacker.unused_data) if unpacker.unused_data.strip(b"\0") else b""
    except (zlib.error, OSError, EOFError):
        refuse(name, "the packed file is damaged", "download it again")
    return unpacked + rest


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

"""Tables of numbers and names as text: CSV or TSV, plain or compressed, every cell as it stands."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem

__all__ = ["read_text_table"]


def read_text_table(path: Path) -> pl.DataFrame:
    """Read a table with a header; the separator is the one that the header has most of.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab separated, UTF-8, plain or compressed with gzip.

    Raises
    ------
    InputError
        If the file cannot be read, is cut short, is no text or no table.
    """
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        text = content.decode("utf-8-sig")
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise InputError([Problem(path.name, 0, "", reason, "check the file")]) from error
    except (EOFError, zlib.error) as error:
        problem = Problem(
            path.name, 0, "", "cannot be read: compressed and cut short", "fetch it again"
        )
        raise InputError([problem]) from error
    except UnicodeDecodeError as error:
        problem = Problem(path.name, 0, "", "is not UTF-8 text", "save it as UTF-8")
        raise InputError([problem]) from error
    header = text.split("\n", 1)[0]
    separator = max(("\t", ";", ","), key=header.count)
    try:
        return pl.read_csv(io.StringIO(text), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n", 1)[0]
        problem = Problem(path.name, 0, "", f"is not a table ({reason})", "save it as CSV or TSV")
        raise InputError([problem]) from error

"""Read a TOML file together with the line on which each table and key stands.

The standard parser gives values without places. Messages need both, so the lines are indexed
beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tubulus.core.errors import InputError, Problem
from tubulus.study.definition.toml_lines import TomlPath, index_lines

__all__ = ["PlacedTable", "read_toml", "render_path"]

PathPart = str | int

_DECIMAL_COMMA = re.compile(r"=\s*([+-]?\d+),(\d+)\s*(?:#|$)")


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A TOML document: plain data, its file name, and the line of each path."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[TomlPath, int] = field(default_factory=dict)

    def find_line(self, path: Sequence[PathPart]) -> int:
        """Return the line of a path or of its nearest ancestor that has one; 0 for none."""
        parts = tuple(path)
        while parts:
            if parts in self.lines:
                return self.lines[parts]
            parts = parts[:-1]
        return 0

    def make_problem(self, path: Sequence[PathPart], message: str, remedy: str = "") -> Problem:
        """Make a problem that names file, line and dotted path."""
        return Problem(self.file, self.find_line(path), render_path(path), message, remedy)


def render_path(path: Sequence[PathPart]) -> str:
    """Write a path as ``visits[3].window``; list positions count from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def read_toml(path: Path, *, name: str | None = None) -> PlacedTable:
    """Read a TOML file.

    Raises
    ------
    InputError
        If the file is missing, is not UTF-8, or is not TOML (with the line).
    """
    file = name or path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            [Problem(file, 0, "", "the file does not exist", f"expected it at {path}")]
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        remedy = "save the file as UTF-8 and try again"
        raise InputError([Problem(file, line, "", "the text is not UTF-8", remedy)]) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else 0
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        remedy = _suggest_mending(message, text.split("\n")[line - 1] if line else "")
        raise InputError([Problem(file, line, "", f"not valid TOML: {message}", remedy)]) from None
    except RecursionError:
        remedy = "write tables and lists as the tutorial shows"
        message = "lists or tables are nested in each other too deeply"
        raise InputError([Problem(file, 0, "", message, remedy)]) from None
    return PlacedTable(file, data, index_lines(text))


def _suggest_mending(message: str, line: str) -> str:
    if number := _DECIMAL_COMMA.search(line):
        whole, fraction = number.groups()
        return f"write the number with a decimal point: {whole}.{fraction}"
    if message == "Invalid value":
        return 'put texts in quotes, for instance title = "My study"; true and numbers have none'
    return "mend the line"

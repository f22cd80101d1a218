"""Read a TOML file together with the line on which each table and key stands.

The standard parser gives values without places. Messages need both, so the lines are indexed
beside it: headers and keys only, with multi-line strings and arrays skipped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tubulus.core.errors import InputError, Problem

__all__ = ["PlacedTable", "read_toml", "render_path"]

PathPart = str | int
TomlPath = tuple[PathPart, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_STRINGS = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*$')


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
        raise InputError(
            [Problem(file, line, "", f"not valid TOML: {message}", "mend the line")]
        ) from None
    return PlacedTable(file, data, dict(_index_lines(text)))


def _index_lines(text: str) -> Iterator[tuple[TomlPath, int]]:
    """Yield the path and line of each header and key, in the order of the file."""
    counts: dict[TomlPath, int] = {}
    current: TomlPath = ()
    depth, closing = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing or depth > 0:
            depth, closing = _follow(line, depth, closing)
            continue
        header = _HEADER.match(line)
        if header:
            current = _place_header(header, counts)
            yield current, number
            continue
        key = _KEY.match(line)
        if key:
            yield (*current, *_split_key(key.group(1))), number
            depth, closing = _follow(line[key.end() :], 0, "")


def _place_header(header: re.Match[str], counts: dict[TomlPath, int]) -> TomlPath:
    """Return the path of a header, counting arrays of tables."""
    path: TomlPath = ()
    parts = _split_key(header.group(2))
    for position, part in enumerate(parts):
        path = (*path, part)
        last = position == len(parts) - 1
        if last and header.group(1) == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split_key(key: str) -> list[str]:
    return [part.strip().strip("\"'") for part in key.split(".")]


def _follow(line: str, depth: int, closing: str) -> tuple[int, str]:
    """Follow brackets and multi-line strings over one line; return the open depth and string."""
    rest = line
    while rest:
        if closing:
            _, mark, rest = rest.partition(closing)
            if not mark:
                return depth, closing
            closing = ""
            continue
        found = _STRINGS.search(rest)
        plain = rest[: found.start()] if found else rest
        depth += plain.count("[") + plain.count("{") - plain.count("]") - plain.count("}")
        if not found:
            break
        if found.group() in ('"""', "'''"):
            closing = found.group()
        rest = rest[found.end() :]
    return max(depth, 0), closing

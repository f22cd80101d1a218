"""Find the line on which each table and key of a TOML document stands.

The standard parser gives values without places. This scanner walks over the same text, keeps the
paths and skips the values; it is meant for text that the parser has already accepted, and where
it cannot follow it stops and gives what it has.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from contextlib import suppress

__all__ = ["TomlPath", "index_lines"]

TomlPath = tuple[str | int, ...]
"""Keys and positions (from 0) that lead to a place in a document."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_HEADER = re.compile(r"\[\[?")
_KEY_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
# a text in triple quotes may end in one or two quotes of its own
_TEXT = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_BARE = re.compile(r"[^,\]}#\n]+")


class _LostError(Exception):
    """The scanner cannot follow the text."""


def index_lines(text: str) -> dict[TomlPath, int]:
    """Map each path of a TOML document to its line, counted from 1.

    Parameters
    ----------
    text : str
        A document that is valid TOML.

    Returns
    -------
    dict
        Tables, keys, entries of arrays and keys of inline tables.
    """
    scanner = _Scanner(text)
    # a place that is missing makes a message less precise, not wrong
    with suppress(_LostError):
        scanner.read_document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.lines: dict[TomlPath, int] = {}
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._counts: dict[TomlPath, int] = {}

    def read_document(self) -> None:
        table: TomlPath = ()
        self._skip(_BLANK)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                table = self._read_header()
            else:
                self._read_pair(table)
            self._skip(_BLANK)

    def _read_header(self) -> TomlPath:
        start = self.position
        opening = self._take(_HEADER).group()
        parts = self._read_key()
        self.position += len(opening)
        path: TomlPath = ()
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            if number == len(parts) and opening == "[[":
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
            self._place(path, start)
        return path

    def _read_pair(self, table: TomlPath) -> None:
        start = self.position
        path = table
        for part in self._read_key():
            path = (*path, part)
            self._place(path, start)
        self._expect("=")
        self._read_value(path)

    def _read_key(self) -> list[str]:
        parts = [self._read_key_part()]
        while self.text[self.position : self.position + 1] == ".":
            self.position += 1
            parts.append(self._read_key_part())
        return parts

    def _read_key_part(self) -> str:
        part = self._take(_KEY_PART).group(1)
        return str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part

    def _read_value(self, path: TomlPath) -> None:
        self._skip(_BLANK)
        first = self.text[self.position : self.position + 1]
        if first == "[":
            self._read_entries(path, "]")
        elif first == "{":
            self._read_entries(path, "}")
        else:
            self._take(_TEXT if first in {'"', "'"} else _BARE)

    def _read_entries(self, path: TomlPath, closing: str) -> None:
        """Read the entries of an array, or the pairs of an inline table."""
        self.position += 1
        number = 0
        self._skip(_BLANK)
        while self.text[self.position : self.position + 1] != closing:
            if closing == "]":
                self._place((*path, number), self.position)
                self._read_value((*path, number))
            else:
                self._read_pair(path)
            number += 1
            self._skip(_BLANK)
            if self.text[self.position : self.position + 1] != closing:
                self._expect(",")
                self._skip(_BLANK)
        self.position += 1

    def _place(self, path: TomlPath, position: int) -> None:
        self.lines.setdefault(path, bisect_left(self._ends, position) + 1)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self.position = self._take(pattern).end()

    def _expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.position):
            raise _LostError
        self.position += len(mark)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.position)
        if found is None:
            raise _LostError
        self.position = found.end()
        return found

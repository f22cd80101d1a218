"""Columns of PDB records that a tolerant parser would read as something else."""

from __future__ import annotations

import math

from tubulus.core.errors import InputError, Problem

__all__ = ["check_coordinate_columns", "count_blank_elements"]

_AXES = (("x", 30, 38), ("y", 38, 46), ("z", 46, 54))
_MOST_SHOWN = 20
_REMEDY = (
    "expected a number such as -12.345 in fixed columns; export the structure again with a "
    "program that writes PDB columns, or give mmCIF"
)


def check_coordinate_columns(name: str, text: str) -> None:
    """Refuse a PDB file whose coordinates are not finite numbers in their columns.

    Parsers read ``********`` as 0 and ``12,345`` as 12 without a word.

    Raises
    ------
    InputError
        With the first twenty lines that are wrong.
    """
    problems: list[Problem] = []
    for row, line in enumerate(text.splitlines(), start=1):
        if line.startswith(("ATOM  ", "HETATM")):
            problems += [
                Problem(name, row, axis, f"the coordinate reads {shown!r}", _REMEDY)
                for axis, shown in _find_bad_fields(line)
            ]
        if len(problems) >= _MOST_SHOWN:
            break
    if problems:
        raise InputError(problems)


def count_blank_elements(text: str) -> int:
    """Count atoms of a PDB file without an element in its columns."""
    return sum(
        1
        for line in text.splitlines()
        if line.startswith(("ATOM  ", "HETATM")) and not line[76:78].strip()
    )


def _find_bad_fields(line: str) -> list[tuple[str, str]]:
    fields = [(axis, line[start:end]) for axis, start, end in _AXES]
    return [(axis, shown) for axis, shown in fields if not _is_number(shown)]


def _is_number(shown: str) -> bool:
    try:
        return math.isfinite(float(shown))
    except ValueError:
        return False

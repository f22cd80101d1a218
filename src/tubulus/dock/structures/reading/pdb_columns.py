"""Columns of PDB records that a tolerant parser would read as something else."""

from __future__ import annotations

import math

from tubulus.core.errors import InputError, Problem

__all__ = ["check_coordinate_columns", "count_blank_elements", "tell_open_end"]

_AXES = (("x", 30, 38), ("y", 38, 46), ("z", 46, 54))
_ATOMS = ("ATOM  ", "HETATM")
_MOST_SHOWN = 20
_REMEDY = (
    "expected a number such as -12.345 in fixed columns; export the structure again with a "
    "program that writes PDB columns, or give mmCIF"
)


def check_coordinate_columns(name: str, text: str) -> None:
    """Refuse a PDB file whose coordinates are not finite numbers in their columns, or cut off.

    Parsers read ``********`` as 0 and ``12,345`` as 12 without a word.

    Raises
    ------
    InputError
        With the first twenty lines that are wrong.

    Notes
    -----
    A file is taken for cut off where an atom ends before its coordinates do, and where the file
    ends in an atom, without a line feed, on a line shorter than that of every other atom. Many
    programs write no ``TER`` and no ``END``, so nothing rests on these.
    """
    lines = text.splitlines()
    problems = _find_cut_end(name, text, lines)
    whole = lines[: len(lines) - len(problems)]
    for row, line in enumerate(whole, start=1):
        if line.startswith(_ATOMS):
            problems += [
                Problem(name, row, axis, f"the coordinate reads {shown!r}", _REMEDY)
                for axis, shown in _find_bad_fields(line)
            ]
        if len(problems) >= _MOST_SHOWN:
            break
    if problems:
        raise InputError(problems)


def tell_open_end(text: str) -> str:
    """Name the residue with which a PDB file ends; empty where the file says that it ends.

    A file that was cut off between two lines looks like one whose program writes neither ``TER``
    nor ``END``.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not lines[-1].startswith(_ATOMS):
        return ""
    last = lines[-1]
    chain = f" of chain {last[21]}" if last[21].strip() else ""
    return f"{last[17:20].strip()} {last[22:27].strip()}{chain}"


def _find_cut_end(name: str, text: str, lines: list[str]) -> list[Problem]:
    """Find that the last line is an atom whose line breaks off."""
    if not lines or text.endswith("\n") or not lines[-1].startswith(_ATOMS):
        return []
    length = len(lines[-1].rstrip())
    others = [len(line.rstrip()) for line in lines[:-1] if line.startswith(_ATOMS)]
    if not others or length >= min(others):
        return []
    message = f"the file breaks off in this line, after {length} of {min(others)} columns"
    return [Problem(name, len(lines), "", message, "download or export it again")]


def count_blank_elements(text: str) -> int:
    """Count atoms of a PDB file without an element in its columns."""
    return sum(
        1 for line in text.splitlines() if line.startswith(_ATOMS) and not line[76:78].strip()
    )


def _find_bad_fields(line: str) -> list[tuple[str, str]]:
    fields = [(axis, line[start:end]) for axis, start, end in _AXES]
    bad = [(axis, shown) for axis, shown in fields if not _is_number(shown)]
    if not bad and len(line) < _AXES[-1][2]:
        # what is left of a number may be one
        return [("z", fields[-1][1])]
    return bad


def _is_number(shown: str) -> bool:
    try:
        return math.isfinite(float(shown))
    except ValueError:
        return False

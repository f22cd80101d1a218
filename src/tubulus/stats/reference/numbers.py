"""Read the tables of reference numbers and the data sets that lie in the package."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["NumberTable", "read_number_table"]

_ORIGIN, _TOLERANCE = "# origin: ", "# tolerance: "


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table as another program wrote it.

    Parameters
    ----------
    name : str
        Name of the file.
    program : str
        Program and version, or paper: the origin up to its first semicolon.
    call : str
        The rest of the origin: what was called.
    tolerance : str
        Tolerance with its reason, in words.
    rows : tuple of Mapping
        Cells as text, by column.
    """

    name: str
    program: str
    call: str
    tolerance: str
    rows: tuple[Mapping[str, str], ...]

    @property
    def is_synthetic(self) -> bool:
        """Whether it holds simulated participants."""
        return "synthetic" in self.call

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Cells by column, as a data set is read."""
        return {name: [row[name] for row in self.rows] for name in self.rows[0]}


@cache
def read_number_table(name: str) -> NumberTable:
    """Read a table of the package by the name of its file.

    Raises
    ------
    ValueError
        If it does not open with its origin and its tolerance.
    FileNotFoundError
        If there is no such table.
    """
    text = files("tubulus.stats.reference").joinpath("numbers", name).read_text(encoding="utf-8")
    lines = text.splitlines()
    if not (lines[0].startswith(_ORIGIN) and lines[1].startswith(_TOLERANCE)):
        raise ValueError(f"{name} does not open with its origin and its tolerance")
    program, _, call = lines[0].removeprefix(_ORIGIN).partition("; ")
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return NumberTable(name, program, call, lines[1].removeprefix(_TOLERANCE), tuple(rows))

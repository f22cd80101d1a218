"""A table as its file has it: text cells under the header's own words, each row with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tubulus.core.errors import InputError, Problem

__all__ = ["LINE", "RawTable", "fail_file"]

LINE = "#line"
"""Column with the line of each row, counted from 1 (the header's line where it comes first)."""


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """Text cells of a file.

    Parameters
    ----------
    name : str
        Name of the file.
    frame : polars.DataFrame
        Columns as the header names them, cells stripped, nothing as an empty text; and ``LINE``.
    """

    name: str
    frame: pl.DataFrame

    @property
    def header(self) -> tuple[str, ...]:
        """The header's words."""
        return tuple(column for column in self.frame.columns if column != LINE)

    def find_column(self, *names: str) -> str | None:
        """Return the first of the names that the header holds, as it is written there.

        Case and separators do not matter: R writes ``Protein.IDs`` for ``Protein IDs``.
        """
        written = {_strip_separators(column): column for column in reversed(self.header)}
        written.update({column.casefold(): column for column in reversed(self.header)})
        keys = (key for name in names for key in (name.casefold(), _strip_separators(name)))
        return next((written[key] for key in keys if key and key in written), None)

    def has_columns(self, names: Iterable[str]) -> bool:
        """Tell whether the header holds every name."""
        return all(self.find_column(name) for name in names)

    def read_texts(self, *names: str) -> list[str]:
        """Return the cells of the first column that exists, empty texts where none does."""
        column = self.find_column(*names)
        return [""] * self.frame.height if column is None else self.frame[column].to_list()

    @property
    def lines(self) -> list[int]:
        """The line of each row."""
        return self.frame[LINE].to_list()

    def keep(self, predicate: pl.Expr) -> RawTable:
        """Return the rows that a predicate keeps."""
        return RawTable(self.name, self.frame.filter(predicate))


def _strip_separators(heading: str) -> str:
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def fail_file(name: str, message: str, remedy: str, field: str = "") -> InputError:
    """Make the error of a file that cannot be used at all."""
    return InputError([Problem(name, 0, field, message, remedy)])

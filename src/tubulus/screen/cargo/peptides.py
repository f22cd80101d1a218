"""Unique peptides of a protein, where the user asks for a fewest number of them."""

from __future__ import annotations

from collections.abc import Sequence

from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.quantities import parse_whole
from tubulus.screen.cargo.raw_table import RawTable, fail_file

__all__ = ["judge_peptides", "read_peptides"]


def read_peptides(
    table: RawTable, columns: Sequence[str], options: CargoOptions
) -> list[int | None]:
    """Read the unique peptides of each row, None where the table does not tell them.

    Parameters
    ----------
    table : RawTable
        With the column, if any.
    columns : sequence of str
        Headings under which the peptides are looked for, the first that exists; empty for a
        format that does not count them.

    Raises
    ------
    InputError
        If peptides are needed and the table does not count them: nobody would be left out.
    """
    if options.min_peptides and table.find_column(*columns) is None:
        named = ", ".join(f"'{column}'" for column in columns)
        looked = f"it has none of {named}" if columns else "this format has none that is read"
        message = f"counts no unique peptides ({looked})"
        remedy = f"cargo_min_peptides is {options.min_peptides}: set it to 0 in [screen]"
        raise fail_file(table.name, message, remedy)
    return [parse_whole(text) for text in table.read_texts(*columns)]


def judge_peptides(count: int | None, options: CargoOptions) -> str | None:
    """Return why a row has too few unique peptides, or None where it has enough."""
    if count is not None and count < options.min_peptides:
        return f"has {count} unique peptides of {options.min_peptides} needed"
    return None

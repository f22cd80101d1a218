"""Numbers as programs and spreadsheets write them, and their mean over the runs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from tubulus.screen.cargo.raw_table import RawTable

__all__ = ["parse_number", "parse_whole", "summarise_runs"]

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def parse_number(text: str) -> float | None:
    """Read a number with a decimal point or comma; None for nothing, words, NaN and infinity.

    ``1,234.5`` has thousands separators; ``1,5`` and ``1,5E+06`` have a decimal comma. ``1,234``
    alone could be both and is taken for a decimal comma, as quantities are never so small.
    """
    text = text.strip()
    both = "," in text and "." in text
    if both and _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def parse_whole(text: str) -> int | None:
    """Read a whole number, the first of several that a semicolon divides."""
    number = parse_number(text.split(";", maxsplit=1)[0])
    return None if number is None else int(number)


def summarise_runs(
    table: RawTable, columns: Sequence[str]
) -> tuple[list[float | None], list[int | None]]:
    """Return the mean of the positive quantities of each row and how many runs have one.

    A zero is how programs write that nothing was quantified, and counts as missing.
    """
    if not columns:
        return [None] * table.frame.height, [None] * table.frame.height
    means: list[float | None] = []
    runs: list[int | None] = []
    for cells in zip(*(table.frame[column].to_list() for column in columns), strict=True):
        numbers = [number for cell in cells if (number := parse_number(cell)) and number > 0]
        means.append(sum(numbers) / len(numbers) if numbers else None)
        runs.append(len(numbers))
    return means, runs

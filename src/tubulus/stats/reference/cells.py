"""Put the cells of a row where a plan names them: ``$name``, lists in a cell, places in a path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["fill", "read_cell", "read_expected"]

_WHOLE = re.compile(r"[+-]?\d+")
_PLACE = re.compile(r"\{(\w+)\}")
_COLUMN_WORDS = frozenset({"column", "text"})


def read_cell(value: Any, row: Mapping[str, str]) -> Any:
    """Return a plain value as it is, and the cell of a row where it is called ``$name``."""
    if isinstance(value, str) and value.startswith("$"):
        return _read_text(row[value[1:]])
    return value


def read_expected(source: Any, row: Mapping[str, str]) -> float | None:
    """Read a reference number: a number itself, a column, or ``column#2`` of a list in a cell.

    Returns
    -------
    float or None
        None where the cell says that there is none.
    """
    if not isinstance(source, str):
        return float(source)
    name, _, place = source.partition("#")
    text = re.split(r"[| ]", row[name])[int(place) - 1] if place else row[name]
    return None if text in ("", "NA") else float(text)


def fill(value: Any, row: Mapping[str, str], shared: Mapping[str, Any]) -> Any:
    """Fill the cells of a row into a description.

    Parameters
    ----------
    value : object
        ``$name`` is the cell; ``{cell, split, count, map, complement}`` a cell that is read
        further;
        ``{name}`` inside other text the place that the cell counts from 1, from 0 then.
    row : Mapping
        Cells by column.
    shared : Mapping
        Data set and complete columns of every column that names none itself.
    """
    if isinstance(value, list):
        return [fill(entry, row, shared) for entry in value]
    if isinstance(value, Mapping):
        return _fill_mapping(value, row, shared)
    if isinstance(value, str) and not value.startswith("$"):
        return _PLACE.sub(lambda found: str(int(row[found[1]]) - 1), value)
    return read_cell(value, row)


def _fill_mapping(
    value: Mapping[str, Any], row: Mapping[str, str], shared: Mapping[str, Any]
) -> Any:
    if "cell" in value:
        return _read_described(value, row)
    filled = {name: fill(entry, row, shared) for name, entry in value.items()}
    return {**shared, **filled} if _COLUMN_WORDS & filled.keys() else filled


def _read_described(value: Mapping[str, Any], row: Mapping[str, str]) -> Any:
    text = row[value["cell"]]
    if "map" in value:
        return value["map"].get(text, _read_text(text))
    if "count" in value:
        return len(text.split(value["count"]))
    if value.get("complement"):
        return 1.0 - float(text)
    return _split(text, value["split"])


def _split(text: str, marks: list[str] | str) -> Any:
    first, *rest = [marks] if isinstance(marks, str) else marks
    parts = [part for part in text.split(first) if part.strip()]
    return [_split(part, rest) if rest else _read_text(part.strip()) for part in parts]


def _read_text(text: str) -> Any:
    if text in ("", "NA"):
        return None
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text

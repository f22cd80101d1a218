"""Build the arguments of a call from their plain description: values, columns, further calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector
from tubulus.stats.reference.calling import follow_part, resolve_function
from tubulus.stats.reference.numbers import read_number_table

__all__ = ["DataSets", "MissingDataError", "call_function", "list_data"]

DataSets = Mapping[str, Mapping[str, Sequence[Any]]]
"""Data sets that do not lie in the package: name, column, values."""

_GATHER: Mapping[str, Callable[[Sequence[Any]], NDArray[Any]]] = {
    "columns": np.column_stack,
    "join": np.concatenate,
    "stack": np.stack,
    "array": np.asarray,
}
"""How parts become one array: side by side, one behind the other, along a new axis, as they are."""


class MissingDataError(LookupError):
    """A data set lies neither in the package nor among those given."""


def call_function(call: Mapping[str, Any], given: DataSets) -> Any:
    """Call a public function of ``tubulus.stats`` with the arguments that are described.

    Parameters
    ----------
    call : Mapping
        ``call``: path of the function; ``arguments``: by name; ``part``: of the result, optional.
    given : Mapping
        Further data sets.

    Raises
    ------
    MissingDataError
        If a data set is not there.
    ValueError
        If the function is not public, or a description cannot be read.
    """
    arguments = {name: _build(value, given) for name, value in call.get("arguments", {}).items()}
    result = resolve_function(call["call"])(**arguments)
    return follow_part(result, call["part"]) if call.get("part") else result


def list_data(value: Any) -> tuple[str, ...]:
    """List the data sets that a description takes columns of."""
    if isinstance(value, Mapping):
        own = (str(value["data"]),) if "data" in value else ()
        return tuple(dict.fromkeys((*own, *(n for v in value.values() for n in list_data(v)))))
    if isinstance(value, list):
        return tuple(dict.fromkeys(name for entry in value for name in list_data(entry)))
    return ()


def _build(value: Any, given: DataSets) -> Any:
    if isinstance(value, list):
        return tuple(_build(entry, given) for entry in value)
    if not isinstance(value, Mapping):
        return value
    if "call" in value:
        return call_function(value, given)
    if "generator" in value:
        return np.random.default_rng(value["generator"])
    if "data" in value:
        return _read_column(value, _find_data(value["data"], given))
    for name, gather in _GATHER.items():
        if name in value:
            return gather([_build(entry, given) for entry in value[name]])
    return {name: _build(entry, given) for name, entry in value.items()}


def _find_data(name: str, given: DataSets) -> Mapping[str, Sequence[Any]]:
    if name in given:
        return given[name]
    try:
        return read_number_table(f"{name}.csv").columns
    except FileNotFoundError as error:
        raise MissingDataError(name) from error


def _read_column(spec: Mapping[str, Any], data: Mapping[str, Sequence[Any]]) -> Any:
    rows = _select_rows(spec, data)
    if "text" in spec:
        return tuple(str(data[spec["text"]][row]) for row in rows)
    cells = data[spec["column"]]
    if "equals" in spec:
        return np.array([float(str(cells[row]) == spec["equals"]) for row in rows])
    values = _read_numbers(cells)[rows]
    if "at_least" in spec:
        values = np.maximum(values, _read_numbers(data[spec["at_least"]])[rows])
    if "above" in spec:
        return np.where(np.isnan(values), np.nan, values > spec["above"])
    if "shape" in spec:
        return values.reshape(spec["shape"])
    return np.log(values) if spec.get("log") else values


def _select_rows(spec: Mapping[str, Any], data: Mapping[str, Sequence[Any]]) -> NDArray[np.intp]:
    kept = np.ones(len(next(iter(data.values()))), dtype=bool)
    for name in spec.get("complete", ()):
        kept &= ~np.isnan(_read_numbers(data[name]))
    for name, wanted in spec.get("where", {}).items():
        kept &= np.array([str(cell) == str(wanted) for cell in data[name]])
    rows = np.flatnonzero(kept)
    return rows[slice(*spec["slice"])] if "slice" in spec else rows


def _read_numbers(cells: Sequence[Any]) -> Vector:
    return np.array([np.nan if cell in ("", "NA") else float(cell) for cell in cells])

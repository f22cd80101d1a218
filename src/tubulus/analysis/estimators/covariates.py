"""Baseline variables as columns of a design matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.plan.sections import BaselineVariable

__all__ = ["is_numeric", "make_columns"]


def is_numeric(members: Members, variable: BaselineVariable) -> bool:
    """Tell whether a baseline variable holds numbers rather than levels."""
    return members.plan.expressions[variable.value].value_type.family == "number"


def make_columns(
    members: Members,
    variables: tuple[BaselineVariable, ...],
    known: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.float64]:
    """Make the columns of some baseline variables, shape (n, k); NaN where unknown.

    A number is one column, on its scale. A variable of levels gets one column a level but the
    first in alphabetical order; a level held by nobody who can be analysed gets none, for a column
    of zeros would leave the contrast without an estimate.

    Parameters
    ----------
    members : Members
        The participants.
    variables : tuple of BaselineVariable
        The variables, in the order of their columns.
    known : ndarray of bool, shape (n,), optional
        Whose outcome is known; everybody's if not given.
    """
    numbers = {v.id: _make_numbers(members, v) for v in variables if is_numeric(members, v)}
    levels = {v.id: members.get_levels(v.value) for v in variables if v.id not in numbers}
    complete = np.ones(len(members), dtype=np.bool_) if known is None else known.copy()
    for values in numbers.values():
        complete &= ~np.isnan(values)
    for own in levels.values():
        complete &= np.array([level is not None for level in own], dtype=np.bool_)
    columns: list[Vector] = []
    for variable in variables:
        if variable.id in numbers:
            columns.append(numbers[variable.id])
        else:
            columns.extend(_make_indicators(levels[variable.id], complete))
    return np.column_stack(columns) if columns else np.empty((len(members), 0))


def _make_numbers(members: Members, variable: BaselineVariable) -> Vector:
    numbers = members.get_numbers(variable.value)
    if variable.scale == "identity":
        return numbers
    positive = np.where(numbers > 0.0, numbers, np.nan)
    logs: Vector = np.log(positive)
    return logs


def _make_indicators(
    levels: tuple[str | None, ...], complete: npt.NDArray[np.bool_]
) -> list[Vector]:
    held = {level for level, own in zip(levels, complete, strict=True) if own}
    names = sorted(level for level in held if level is not None)
    return [
        np.array([np.nan if own is None else float(own == name) for own in levels])
        for name in names[1:]
    ]

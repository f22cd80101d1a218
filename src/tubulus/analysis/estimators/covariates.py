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
    members: Members, variables: tuple[BaselineVariable, ...]
) -> npt.NDArray[np.float64]:
    """Make the columns of some baseline variables, shape (n, k); NaN where unknown.

    A number is one column, on its scale. A variable of levels gets one column a level but the
    first in alphabetical order; a level held by nobody here gets none.
    """
    columns: list[Vector] = []
    for variable in variables:
        if is_numeric(members, variable):
            columns.append(_make_numbers(members, variable))
        else:
            columns.extend(_make_indicators(members.get_levels(variable.value)))
    return np.column_stack(columns) if columns else np.empty((len(members), 0))


def _make_numbers(members: Members, variable: BaselineVariable) -> Vector:
    numbers = members.get_numbers(variable.value)
    if variable.scale == "identity":
        return numbers
    positive = np.where(numbers > 0.0, numbers, np.nan)
    logs: Vector = np.log(positive)
    return logs


def _make_indicators(levels: tuple[str | None, ...]) -> list[Vector]:
    names = sorted({level for level in levels if level is not None})
    return [
        np.array([np.nan if own is None else float(own == name) for own in levels])
        for name in names[1:]
    ]

"""The covariates of a model as named columns: which column belongs to which covariate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.covariates import is_numeric, make_columns
from tubulus.analysis.plan.sections import BaselineVariable

__all__ = ["CovariateColumns", "make_covariate_columns"]


@dataclass(frozen=True, slots=True)
class CovariateColumns:
    """Columns of covariates with their names.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        The columns, NaN where unknown.
    labels : tuple of str
        Name of each column; of a variable of levels its label and the level.
    owners : tuple of str
        Label of the covariate to which each column belongs.
    """

    values: Vector
    labels: tuple[str, ...]
    owners: tuple[str, ...]

    @property
    def complete(self) -> npt.NDArray[np.bool_]:
        """Who has every covariate, shape (n,)."""
        return np.asarray(~np.isnan(self.values).any(axis=1), dtype=np.bool_)

    @property
    def blocks(self) -> dict[str, Vector]:
        """Columns of each covariate by its label, shape (n, c) each."""
        owners = np.array(self.owners, dtype=np.str_)
        return {name: self.values[:, owners == name] for name in dict.fromkeys(self.owners)}

    def add(self, label: str, values: Vector) -> CovariateColumns:
        """Return the columns with one more in front."""
        stacked = np.column_stack([values, self.values])
        return CovariateColumns(stacked, (label, *self.labels), (label, *self.owners))


def make_covariate_columns(
    members: Members, variables: tuple[BaselineVariable, ...], known: npt.NDArray[np.bool_]
) -> CovariateColumns:
    """Make the columns of some baseline variables.

    Parameters
    ----------
    members : Members
        The participants.
    variables : tuple of BaselineVariable
        In the order of their columns; logarithms where their scale says so.
    known : ndarray of bool, shape (n,)
        Whose outcome is known: a level that nobody else holds gets no column.
    """
    complete = known & ~np.isnan(make_columns(members, variables, known)).any(axis=1)
    parts, labels, owners = [np.empty((len(members), 0))], list[str](), list[str]()
    for variable in variables:
        part = make_columns(members, (variable,), complete)
        names = _name_columns(members, variable, complete)
        parts.append(part)
        labels.extend(names)
        owners.extend(variable.label for _ in names)
    return CovariateColumns(np.column_stack(parts), tuple(labels), tuple(owners))


def _name_columns(
    members: Members, variable: BaselineVariable, complete: npt.NDArray[np.bool_]
) -> list[str]:
    if is_numeric(members, variable):
        return [variable.label]
    own = members.get_levels(variable.value)
    held = {level for level, counts in zip(own, complete, strict=True) if counts}
    levels = sorted(level for level in held if level is not None)
    return [f"{variable.label}: {level}" for level in levels[1:]]

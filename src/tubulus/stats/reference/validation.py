"""Recompute the reference numbers and say how far ours are from them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from tubulus.stats.reference.arguments import DataSets, MissingDataError, call_function
from tubulus.stats.reference.calling import read_number
from tubulus.stats.reference.case import ReferenceCase

__all__ = ["Outcome", "ValidationRow", "validate_cases"]

Outcome = Literal["met", "outside", "not recomputed"]


@dataclass(frozen=True, slots=True)
class ValidationRow:
    """A reference number beside ours.

    Parameters
    ----------
    case : ReferenceCase
        The number and the call that must give it.
    found : float or None
        Ours; None where none was computed.
    outcome : {'met', 'outside', 'not recomputed'}
        Whether ours lies within the tolerance.
    reason : str
        Why there is no number of ours; empty where there is one.
    """

    case: ReferenceCase
    found: float | None
    outcome: Outcome
    reason: str = ""

    @property
    def difference(self) -> float | None:
        """Ours minus the reference number; 0 where both are the same infinity."""
        if self.found is None:
            return None
        return 0.0 if self.found == self.case.expected else self.found - self.case.expected

    @property
    def share_of_tolerance(self) -> float | None:
        """Distance as a share of what is allowed; None where nothing is allowed or computed."""
        allowed = self.case.tolerance.compute_allowed(self.case.expected)
        if self.difference is None or not 0.0 < allowed < math.inf:
            return None
        return abs(self.difference) / allowed


def validate_cases(
    cases: Iterable[ReferenceCase], data: DataSets | None = None
) -> tuple[ValidationRow, ...]:
    """Recompute reference numbers.

    Parameters
    ----------
    cases : iterable of ReferenceCase
        For instance :func:`~tubulus.stats.reference.plans.list_cases`.
    data : Mapping, optional
        Data sets that do not lie in the package: name, column, values.

    Returns
    -------
    tuple of ValidationRow
        In the order of the cases. A number whose data set is not there is not recomputed; one
        that we have no value for is outside.

    Raises
    ------
    ValueError
        If a case calls what is not public or asks for a part that results do not have.
    """
    done: dict[str, Any] = {}
    return tuple(_validate(case, data or {}, done) for case in cases)


def _validate(case: ReferenceCase, data: DataSets, done: dict[str, Any]) -> ValidationRow:
    if case.skipped is not None:
        return ValidationRow(case, None, "not recomputed", case.skipped.reason)
    key = json.dumps(case.call, sort_keys=True)
    try:
        if key not in done:
            done[key] = call_function(case.call, data)
    except MissingDataError as error:
        return ValidationRow(case, None, "not recomputed", f"data not installed: {error}")
    found = read_number(done[key], case.part, case.word)
    if found is None or math.isnan(found):
        return ValidationRow(case, None, "outside", "our result has no number there")
    return ValidationRow(case, found, "met" if case.is_met_by(found) else "outside")

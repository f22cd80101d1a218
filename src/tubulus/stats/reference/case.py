"""One reference number: the call that must give it, the number, and how near is near enough."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tubulus.stats.reference.wording import describe_call

__all__ = ["ReferenceCase", "Skipped", "Tolerance", "Word"]

Word = Literal["", "log", "exp", "logit", "mean", "sd"]
"""What is done to our number before it is compared."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be from its reference.

    Parameters
    ----------
    relative : float
        Share of the reference number.
    absolute : float
        In the unit of the number; the larger of both holds.
    reason : str
        Why not less.
    """

    relative: float
    absolute: float
    reason: str

    def compute_allowed(self, expected: float) -> float:
        """Compute the largest distance from a reference number that is allowed."""
        return max(self.relative * abs(expected), self.absolute)

    def describe(self) -> str:
        """Write the tolerance with its kind."""
        kinds = ((self.relative, "relative"), (self.absolute, "absolute"))
        return " or ".join(f"{size:g} {kind}" for size, kind in kinds if size) or "exact"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a number is not recomputed.

    Parameters
    ----------
    reason : str
        In a sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class ReferenceCase:
    """A number that another program or a paper gives.

    Parameters
    ----------
    name : str
        Unique: plan, place in it, row of the table, part of the result.
    method : str
        Name of the method as in ``METHODS``.
    call : Mapping
        ``call`` names a public function of ``tubulus.stats``, ``arguments`` its arguments: plain
        values, columns of a data set (``data``, ``column``) or further calls.
    part : str
        Dotted path to the number in the result, for instance ``contrast.low``.
    word : {'', 'log', 'exp', 'logit', 'mean', 'sd'}
        What is done to our number before it is compared.
    expected : float
        The reference number.
    tolerance : Tolerance
        How near ours must be.
    program : str
        Program and version, or paper.
    reference : str
        What was called there.
    table : str
        Table of numbers in the package.
    script : str
        R script that wrote it; empty where a paper is the source.
    data : tuple of str
        Data sets that the arguments take columns of.
    skipped : Skipped or None
        Why it cannot be recomputed by public functions; None where it can.
    """

    name: str
    method: str
    call: Mapping[str, Any]
    part: str
    word: Word
    expected: float
    tolerance: Tolerance
    program: str
    reference: str
    table: str
    script: str
    data: tuple[str, ...]
    skipped: Skipped | None = None

    @property
    def arguments_json(self) -> str:
        """The arguments as JSON."""
        return json.dumps(self.call.get("arguments", {}), sort_keys=True)

    @property
    def own_call(self) -> str:
        """The call as a person would write it; empty where it cannot be made."""
        return "" if self.skipped else describe_call(self.call)

    def is_met_by(self, found: float) -> bool:
        """Tell whether a number lies within the tolerance; an infinite one must be the same."""
        if math.isinf(self.expected) or math.isinf(found):
            return found == self.expected
        return abs(found - self.expected) <= self.tolerance.compute_allowed(self.expected)

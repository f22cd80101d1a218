"""The ``[[multiverse]]`` tables: which arbitrary choices are varied, all of them planned."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["MOST_SPECIFICATIONS", "Multiverse"]

MOST_SPECIFICATIONS = 2000
"""Specifications of one multiverse: beyond it they are no list of arbitrary choices."""


class Multiverse(Section):
    """One ``[[multiverse]]`` table: every combination of the choices is run for one estimand.

    Only choices that are arbitrary belong here; a key that is left out is not varied.
    """

    id: Identifier
    label: str
    estimand: Identifier = Field(description="An estimand whose estimator is 'ancova'.")
    covariates: tuple[tuple[Identifier, ...], ...] = Field(
        default=(), description="Sets of covariates beside the value before."
    )
    scales: tuple[Literal["log", "identity"], ...] = ()
    errors: tuple[Literal["HC3", "classical"], ...] = ()
    missing: tuple[Literal["complete cases", "imputation"], ...] = ()
    populations: tuple[Identifier, ...] = Field(default=(), description="Analysis sets.")
    joint_test: bool = Field(
        default=False,
        description="Whether the whole curve is tested by permuting the arms; complete cases only.",
    )
    joint_permutations: int = Field(
        default=1000, ge=199, description="Permutations of the joint test."
    )
    outcomes: tuple[Literal["adjusted for the value before", "change"], ...] = ()

    @property
    def n_specifications(self) -> int:
        """How many combinations there are of the choices that are varied."""
        varied = (
            self.covariates,
            self.scales,
            self.errors,
            self.missing,
            self.populations,
            self.outcomes,
        )
        return math.prod(len(options) or 1 for options in varied)

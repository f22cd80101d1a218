"""The ``[[multiverse]]`` tables: which arbitrary choices are varied, all of them planned."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Multiverse"]


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
    outcomes: tuple[Literal["adjusted for the value before", "change"], ...] = ()

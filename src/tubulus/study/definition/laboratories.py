"""Laboratories: unit, method, reference range and limits of each analyte they report."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS
from tubulus.study.definition.section import Identifier, Section

__all__ = ["Assay", "Laboratory"]


class Assay(Section):
    """How one laboratory measures one analyte."""

    unit: str
    method: str = ""
    low: float | None = Field(default=None, description="Lower reference limit, in the unit.")
    high: float | None = Field(default=None, description="Upper reference limit, in the unit.")
    limit: float | None = Field(default=None, description="Limit of quantification, in the unit.")
    activity_factor: float | None = Field(
        default=None, gt=0, description="mIU/L in one ng/mL, as the laboratory declares it."
    )
    source: str = Field(default="", description="Where range and factor are stated.")

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit '{self.unit}'; {suggest_name(self.unit, UNITS)}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("the lower reference limit is above the upper one")
        return self


class Laboratory(Section):
    """One ``[[laboratories]]`` table."""

    id: Identifier
    label: str
    assays: dict[str, Assay] = Field(default_factory=dict)

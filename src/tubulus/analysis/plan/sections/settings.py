"""The ``[plan]`` table: what holds for the whole analysis."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["PlanSettings"]


class PlanSettings(Section):
    """The ``[plan]`` table: what holds for the whole analysis."""

    confidence: float = Field(default=0.95, gt=0.5, lt=1.0)
    data_cut: date | None = None
    baseline_set: Identifier | None = Field(
        default=None, description="Analysis set of the baseline table; the first set if not given."
    )
    rationale: str = ""
    multiplicity: str = Field(
        default="", description="How many tests there are and what guards against chance, in words."
    )
    tests: int | None = Field(
        default=None, ge=0, description="How many p-values the plan asks for; counted and compared."
    )
    resamples: int = Field(default=2000, ge=200, description="Draws of each bootstrap.")
    permutations: int = Field(default=10000, ge=200, description="Draws of each permutation test.")
    imputations: int = Field(
        default=100, ge=20, description="Completed data sets of each multiple imputation."
    )
    shrinkage_tau: float = Field(
        default=0.1,
        gt=0.0,
        description="SD, on the scale of the estimate, of true effects between the levels of a "
        "stratum; strata are shrunk towards each other with it.",
    )

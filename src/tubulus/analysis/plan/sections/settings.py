"""The ``[plan]`` table: what holds for the whole analysis."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

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
        description="SD of true effects between the levels of a stratum, of logs of ratios; strata "
        "are shrunk towards each other with it. The default is an assumption: nineteen of twenty "
        "levels within a factor of 1.2.",
    )
    shrinkage_tau_share: float = Field(
        default=0.05,
        gt=0.0,
        description="The same of differences of shares. The default is an assumption: nineteen of "
        "twenty levels within ten points.",
    )
    shrinkage_tau_sd: float = Field(
        default=0.1,
        gt=0.0,
        description="The same of differences in a unit, in SDs within arms. The default is an "
        "assumption: nineteen of twenty levels within a fifth of an SD.",
    )
    tipping_ratios: tuple[float, ...] = Field(
        default=(0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0),
        description="Factors by which imputed values on the log scale are multiplied, each arm's "
        "with each; rising, with 1 among them.",
    )
    tipping_odds: tuple[float, ...] = Field(
        default=(0.1, 0.2, 0.33, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0),
        description="Factors by which the odds of imputed events are multiplied; rising, with 1.",
    )
    tipping_sds: tuple[float, ...] = Field(
        default=(-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0),
        description="Standard deviations of the observed values within an arm that are added to "
        "imputed values on their own scale; rising, with 0.",
    )

    @model_validator(mode="after")
    def _check_shifts(self) -> Self:
        for name, none in (("tipping_ratios", 1.0), ("tipping_odds", 1.0), ("tipping_sds", 0.0)):
            shifts = getattr(self, name)
            if none not in shifts:
                raise ValueError(f"{name} needs {none:g} among its numbers: no shift at all")
            if any(low >= high for low, high in pairwise(shifts)):
                raise ValueError(f"{name} rises from each number to the next")
            if none == 1.0 and shifts[0] <= 0.0:
                raise ValueError(f"{name} are factors above 0")
        return self

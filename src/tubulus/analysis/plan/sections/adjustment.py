"""The ``[adjustment]`` table: how arms that nobody drew by lot are made comparable."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Adjustment", "DoublyRobust", "Target"]

Target = Literal["overlap", "att", "ate", "entropy"]
DoublyRobust = Literal["aipw", "tmle"]


class Adjustment(Section):
    """The ``[adjustment]`` table: the covariates that make arms comparable, fixed beforehand.

    With it every contrast of a share or of a number is repeated with weights, and stands beside
    balance, effective sample size, overlap and what an unmeasured confounder would need.
    """

    covariates: tuple[Identifier, ...] = Field(
        min_length=1,
        max_length=5,
        description="Baseline variables of the propensity score, at most five; main effects only.",
    )
    targets: tuple[Target, ...] = Field(
        default=("overlap",),
        min_length=1,
        description="For whom the weighted contrast holds; the first is shown first.",
    )
    doubly_robust: tuple[DoublyRobust, ...] = Field(
        default=(), description="Estimators that also model the outcome."
    )
    minimum_effective: float = Field(
        default=20.0,
        gt=0.0,
        description="A contrast for the treated is shown where each arm's effective sample size "
        "reaches this.",
    )
    negative_controls: tuple[Identifier, ...] = Field(
        default=(), description="Endpoints of kind 'number' that the treatments cannot change."
    )
    rationale: str = Field(default="", description="Why these covariates, in words.")

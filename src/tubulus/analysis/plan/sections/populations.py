"""Who is counted, in which subgroups, and what is known before treatment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["AnalysisSet", "BaselineVariable", "FlowStep", "Stratum"]


class AnalysisSet(Section):
    """One ``[[analysis_sets]]`` table: who is counted."""

    id: Identifier
    label: str
    when: str


class Stratum(Section):
    """One ``[[strata]]`` table: a subgroup variable fixed before treatment."""

    id: Identifier
    label: str
    value: str = Field(description="Expression that gives a code.")


class FlowStep(Section):
    """One ``[[flow]]`` table: a box of the flow diagram."""

    id: Identifier
    label: str
    when: str = Field(description="Expression that is true for those who reach the step.")
    by_arm: bool = True
    reason: str = Field(
        default="", description="Expression that gives the reason of those who do not."
    )
    additive: bool = Field(
        default=True, description="False for a visit that may be missed and taken up again."
    )


class BaselineVariable(Section):
    """One ``[[baseline]]`` table: a line of the baseline table, also usable as covariate."""

    id: Identifier
    label: str
    value: str
    scale: Literal["identity", "log"] = "identity"
    show: bool = True

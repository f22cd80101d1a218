"""The ``[[estimands]]`` tables: the five attributes of ICH E9(R1) and the estimator."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Estimand", "IntercurrentEvent"]


class IntercurrentEvent(Section):
    """Something after the start of treatment that changes what the variable means."""

    label: str
    when: str = Field(description="Expression that is true where the event happened.")
    strategy: Literal["composite", "treatment policy", "hypothetical"]
    reason: str = ""


class Estimand(Section):
    """One ``[[estimands]]`` table: the five attributes of ICH E9(R1) and the estimator."""

    id: Identifier
    label: str
    question: str = ""
    population: Identifier = Field(description="Analysis set.")
    treatment: tuple[Identifier, ...] = Field(
        min_length=1, description="Arms; the first is compared with each of the others."
    )
    variable: Identifier = Field(description="Endpoint.")
    intercurrent_events: tuple[IntercurrentEvent, ...] = ()
    summary: str = Field(description="Population-level summary, in words.")
    estimator: str
    missing: Literal["non-response", "no event", "event", "complete cases", "imputation"] = (
        "complete cases"
    )
    test: str = Field(default="none", description="A test that belongs to the estimator.")
    covariates: tuple[Identifier, ...] = ()
    stratum: Identifier | None = None
    role: Literal["primary", "secondary", "safety", "sensitivity"]
    sensitivity: tuple[str, ...] = Field(
        default=(),
        description="Rules and methods under which the estimate is repeated, without tests.",
    )

    @model_validator(mode="after")
    def _refuse_repeats(self) -> Self:
        if len(set(self.treatment)) != len(self.treatment):
            raise ValueError("treatment names an arm twice")
        return self

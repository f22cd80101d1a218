"""Who the study is: identity, registration, design, arms and visits."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Anchor", "Arm", "Roles", "StudyIdentity", "Visit"]


class StudyIdentity(Section):
    """The ``[study]`` table: what the study is called and how it was designed."""

    id: Identifier
    title: str
    registration: str = ""
    protocol_version: str = ""
    phase: str = ""
    sponsor: str = ""
    summary: str = ""
    references: tuple[str, ...] = ()
    allocation: Literal["randomised", "non-randomised", "single-arm"] | None = Field(
        default=None, description="Required where the study has participants."
    )
    allocation_basis: str = Field(
        default="", description="How a participant came into an arm: choice, cost, medical reason."
    )
    masking: Literal["open label", "assessor masked", "double masked"] | None = Field(
        default=None, description="Required where the study has participants."
    )
    synthetic: bool = Field(
        default=False, description="True where the participants are simulated; shown everywhere."
    )
    synthetic_note: str = ""
    semen_edition: str = Field(
        default="WHO 6th edition (2021)",
        description="Edition of the reference limits that semen values are compared with.",
    )

    @model_validator(mode="after")
    def _require_basis(self) -> Self:
        if self.allocation == "non-randomised" and not self.allocation_basis:
            raise ValueError("a non-randomised study states its allocation_basis")
        return self

    @property
    def design(self) -> str:
        """Allocation and masking in words; empty where none is stated, for want of participants."""
        return ", ".join(filter(None, (self.allocation, self.masking)))


class Anchor(Section):
    """The date item that is day 1 of an arm."""

    form: Identifier
    item: Identifier


class Arm(Section):
    """One ``[[arms]]`` table."""

    id: Identifier
    label: str
    role: Literal["experimental", "comparator"]
    intervention: str = ""
    anchor: Anchor | None = None
    planned: int | None = Field(default=None, ge=0, description="Participants planned.")
    operated: bool = Field(
        default=False, description="True where every participant of the arm has testicular surgery."
    )
    moves: tuple[Identifier, ...] = Field(
        default=(), description="Items that the treatment moves by design (a hormone drug)."
    )


class Visit(Section):
    """One ``[[visits]]`` table; days count from the arm's anchor, day 1, with no day 0."""

    id: Identifier
    label: str
    day: int | None = None
    window: tuple[int, int] | None = Field(
        default=None, description="First and last allowed study day."
    )
    baseline: bool = False
    arms: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _order_window(self) -> Self:
        if 0 in (self.day, *(self.window or ())):
            raise ValueError("there is no day 0; the anchor is day 1, the day before it is day -1")
        if self.window is None:
            return self
        first, last = self.window
        if first > last:
            raise ValueError("the window ends before it begins; write [first day, last day]")
        if self.day is not None and not first <= self.day <= last:
            raise ValueError("the planned day lies outside its own window")
        return self


class Roles(Section):
    """The ``[roles]`` table: which items tell what Tubulus must know of everybody.

    Each is written ``form.item``.
    """

    arm: str = ""
    birth: str = ""

"""Eligibility criteria that the machine can check."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Criterion"]


class Criterion(Section):
    """One ``[[eligibility]]`` table."""

    id: Identifier
    label: str
    kind: Literal["inclusion", "exclusion"]
    when: str = Field(description="Expression that is true where the criterion is met.")
    where: str = Field(
        default="", description="Expression: whom the criterion concerns; empty for everybody."
    )
    source: str = ""

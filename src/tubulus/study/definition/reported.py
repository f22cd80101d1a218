"""Printed results that the study wants recomputed: a percentage, its denominator, its count."""

from __future__ import annotations

from pydantic import Field

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Reported"]


class Reported(Section):
    """One ``[[reported]]`` table: a percentage as printed in a paper or a report."""

    id: Identifier
    label: str
    percent: str = Field(
        pattern=r"^\d{1,3}(\.\d+)?$",
        description="The percentage as printed, in quotes: its decimals tell how it was rounded.",
    )
    n: int = Field(ge=1, description="The printed denominator.")
    count: int | None = Field(default=None, ge=0, description="The printed count, if any.")
    source: str = ""

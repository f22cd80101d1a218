"""The ``[report]`` section of ``study.toml``: what the reader sees, never what was computed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tubulus.core.errors import Problem
from tubulus.study.definition.section import Section, parse_section
from tubulus.study.definition.study import Study

__all__ = [
    "HideableSection",
    "ReportSettings",
    "parse_report_settings",
    "resolve_report_settings",
]

HideableSection = Literal[
    "baseline",
    "hormones",
    "concentration",
    "sensitivity",
    "regression-to-the-mean",
    "description",
    "in-silico",
    "docking",
    "findings",
]
"""Sections that a study may leave out. Summary, cautions, flow, harms, responders, methods and
provenance always stay: without them the rest would mislead."""


class ReportSettings(Section):
    """Settings of the report; all have defaults, the section may be left out."""

    note: str = Field(default="", description="A sentence shown under the title.")
    authors: tuple[str, ...] = Field(default=(), description="Names shown under the title.")
    share_decimals: int = Field(
        default=1, ge=0, le=3, description="Decimals of percentages and percentage points."
    )
    ratio_decimals: int = Field(
        default=2, ge=1, le=4, description="Decimals of ratios and standardised differences."
    )
    significant_digits: int = Field(
        default=3, ge=2, le=6, description="Significant digits of measured quantities."
    )
    hide: tuple[HideableSection, ...] = Field(
        default=(), description="Sections left out; the report names them."
    )
    individual_data: bool | None = Field(
        default=None,
        description=(
            "Whether single participants show, with their identifiers. Left out: where the study "
            "is synthetic; a report on real men is often handed on."
        ),
    )
    findings_listed: int = Field(
        default=100, ge=0, le=5000, description="Findings listed one by one; the rest is counted."
    )
    interactions_listed: int = Field(
        default=40, ge=1, le=500, description="Interactions in the network and in its table."
    )
    receptors_shown: int = Field(default=30, ge=1, le=200, description="Receptors in the heat map.")


def parse_report_settings(study: Study) -> tuple[ReportSettings | None, list[Problem]]:
    """Read the ``[report]`` section of a study; the defaults where there is none.

    Returns
    -------
    ReportSettings or None
        None where the section has a problem.
    list of Problem
        Every problem with its place.
    """
    problems: list[Problem] = []
    data = study.source.data.get("report", {})
    settings = parse_section(ReportSettings, study.source, ("report",), data, problems)
    return settings, problems


def resolve_report_settings(settings: ReportSettings, study: Study) -> ReportSettings:
    """Decide what the settings leave to the study: single men show where they are simulated."""
    if settings.individual_data is not None:
        return settings
    return settings.model_copy(update={"individual_data": study.identity.synthetic})

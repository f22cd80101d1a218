"""The ``[run]`` section of ``study.toml``: what holds for every run of the study."""

from __future__ import annotations

from pydantic import Field

from tubulus.study.definition.section import Section

__all__ = ["RunSettings"]


class RunSettings(Section):
    """Seed and workers of a run."""

    seed: int = Field(default=1, ge=0, description="Seed of everything that draws at random.")
    workers: int = Field(
        default=1, ge=1, le=256, description="Processes that share the work; changes no number."
    )

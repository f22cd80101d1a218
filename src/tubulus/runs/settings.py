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
    cluster: str | None = Field(
        default=None,
        description="Address of a Dask scheduler for docking and simulated trials, such as "
        "tcp://host:8786, in place of processes; changes no number.",
    )

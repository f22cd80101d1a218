"""What a search may be told: sampling, grid, number of poses."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["SearchSettings"]


class SearchSettings(BaseModel):
    """Settings of one search; the same settings and seed give the same poses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rotations: int = Field(
        default=3_600,
        ge=1,
        le=500_000,
        description="Rotations tried; of 3,600 one lies within 14 degrees.",
    )
    spacing_angstrom: float = Field(
        default=1.2, ge=0.6, le=3.0, description="Distance of the grid's points."
    )
    poses_per_rotation: int = Field(
        default=3, ge=1, le=20, description="Best translations kept of each rotation."
    )
    separation_angstrom: float = Field(
        default=3.6,
        ge=0.0,
        le=20.0,
        description="What a pose clears along each axis, in whole points of the grid, around "
        "itself; the next pose of the rotation lies beyond, at the defaults 4.8 angstrom away.",
    )
    poses: int = Field(default=4_000, ge=1, description="Best poses kept of a pair.")
    contact_channels: int = Field(
        default=8, ge=1, le=18, description="Channels of the contact potential on the grid."
    )
    fine_share: float = Field(
        default=0.25,
        gt=0.0,
        le=1.0,
        description="Share of the rotations, best first at twice the spacing, searched in full.",
    )
    seed: int = Field(default=20_240_601, ge=0, description="Turns the whole rotation set.")
    fourier: Literal["scipy", "pyfftw", "ducc0", "torch"] = Field(
        default="scipy", description="Who transforms; all but SciPy are for you to install."
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto", description="Where PyTorch computes; auto takes a card if it sees one."
    )
    memory_megabytes: int = Field(
        default=600, ge=50, description="Room for the spectra of fixed partners held at once."
    )

    @classmethod
    def thorough(cls) -> SearchSettings:
        """Return settings of a search at 6 degrees: 54,000 rotations, a tenth in full."""
        return cls(rotations=54_000, fine_share=0.1, poses_per_rotation=2, poses=10_000)

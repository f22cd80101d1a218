"""The ``[dock.calibration]`` section of ``study.toml``: how scores meet decoy partners."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["CalibrationSettings"]


class CalibrationSettings(BaseModel):
    """Settings of the calibration of docking scores.

    Parameters
    ----------
    n_nearest : int
        Decoy partners on each side that are taken, the nearest in size and exposed area.
    least_decoys : int
        A pair with fewer decoy partners on a side is not calibrated.
    largest_fold : float or None
        A decoy partner is matched only if its number of residues and its exposed area lie within
        this factor of the asked partner's; no bound where none.
    with_product : bool
        Whether the size correction has the product of both log areas beside the areas themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n_nearest: int = Field(default=50, ge=1)
    least_decoys: int = Field(default=10, ge=2)
    largest_fold: float | None = Field(default=None, ge=1.0)
    with_product: bool = True

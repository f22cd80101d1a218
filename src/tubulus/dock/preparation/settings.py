"""The ``[dock.preparation]`` section of ``study.toml``: how partners are made ready."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from tubulus.dock.preparation.cofactors import CofactorRule
from tubulus.dock.preparation.confidence import LEAST_CONFIDENCE

__all__ = ["PreparationSettings"]


class PreparationSettings(BaseModel):
    """Settings of the preparation of structures.

    Parameters
    ----------
    cofactors : str
        ``bound`` keeps ions that the protein coordinates and molecules that it buries, ``keep``
        keeps all, ``drop`` drops all. Waters and glycans always go.
    least_confidence : float
        Residues of predicted structural models with a lower pLDDT, 0 to 100, are cut.
    guess_ectodomain : bool
        Whether the ectodomain of a receptor without a given region is guessed from hydropathy.
    least_residues : int
        A partner with fewer residues is not evaluable.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cofactors: CofactorRule = "bound"
    least_confidence: float = Field(default=LEAST_CONFIDENCE, ge=0.0, le=100.0)
    guess_ectodomain: bool = True
    least_residues: int = Field(default=40, ge=1)

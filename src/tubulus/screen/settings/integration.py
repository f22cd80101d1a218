"""What an integration of layers is run with."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["REFERENCE_PRIOR", "IntegrationSettings"]

REFERENCE_PRIOR = 1 / 11
"""Share of positives in a reference set with ten random pairs to each positive one.

It is a convention of how the reference sets are mixed, not the share of true interactions among
candidates, which nobody knows."""


class IntegrationSettings(BaseModel):
    """Settings of the calibrated log-odds and of the second opinion.

    Parameters
    ----------
    prior : float
        Share of positives before any layer is looked at, in (0, 1).
    cap : float
        Largest likelihood ratio of one group of layers; the smallest is 1 / cap.
    smoothing : float
        Pseudo-rows that each category gets, shared out among positives and randoms as the
        reference set is.
    minimum_positives : int
        Known positives (and known randoms) that a group needs to be calibrated.
    replicates : int
        Bootstrap replicates behind the intervals.
    resample_layers : bool
        Whether the bootstrap draws the groups of layers too, or the reference sets alone.
    rank_gap : float
        Share of the list by which the two rankings must lie apart, beyond the interval of the
        first, to be called a disagreement.

    Notes
    -----
    The cap keeps one group from deciding alone. From the reference prior of 1/11 a ratio of 100
    leads to odds of 10 to 1: strong, and still open to being outweighed. The sum over groups
    treats them as independent given the truth, which they are not quite; a cap bounds what an
    undetected copy of one finding in two groups can do. It also bounds what the few rows of a
    rare category can claim.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    prior: Annotated[float, Field(gt=0, lt=1)] = REFERENCE_PRIOR
    cap: Annotated[float, Field(gt=1, le=1e6)] = 100.0
    smoothing: Annotated[float, Field(gt=0, le=100)] = 1.0
    minimum_positives: Annotated[int, Field(ge=5)] = 20
    replicates: Annotated[int, Field(ge=20, le=10_000)] = 400
    resample_layers: bool = True
    rank_gap: Annotated[float, Field(ge=0, le=1)] = 0.1

    @property
    def prior_log_odds(self) -> float:
        """Natural logarithm of the odds of the prior."""
        return float(np.log(self.prior) - np.log1p(-self.prior))

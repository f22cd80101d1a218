"""Settings of an imputation, and the completed data sets that come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["Imputation", "ImputationModel", "OutcomeMethod", "Scale"]

OutcomeMethod = Literal["normal", "logistic", "matching"]
Scale = Literal["identity", "log", "log odds"]


@dataclass(frozen=True, slots=True)
class ImputationModel:
    """How missing values are imputed.

    Parameters
    ----------
    method : {'normal', 'logistic', 'matching'}
        Model of the outcome: linear with normal residuals, logistic for 0 and 1, or predictive
        mean matching.
    imputations : int
        Number of completed data sets, m, at least 2.
    by_arm : bool
        Whether each arm has a model of its own; otherwise one model with arm as a column.
    cycles : int
        Rounds of chained equations where covariates are missing too.
    reference_based : bool
        Whether missing outcomes of the first arm follow the model of the comparator, as if
        treatment had done nothing for those who are missing.
    """

    method: OutcomeMethod = "normal"
    imputations: int = 100
    by_arm: bool = True
    cycles: int = 10
    reference_based: bool = False

    def __post_init__(self) -> None:
        """Refuse settings which impute nothing."""
        if self.method not in ("normal", "logistic", "matching"):
            raise ValueError(f"no imputation model is called {self.method!r}")
        if self.imputations < 2 or self.cycles < 1:
            raise ValueError("at least two imputations and one cycle are needed")
        if self.reference_based and not self.by_arm:
            raise ValueError("reference-based imputation takes a model of the comparator alone")


@dataclass(frozen=True, slots=True, eq=False)
class Imputation:
    """Completed data sets, kept as what is the same in all and what was drawn.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome on the scale of the analysis, NaN where it was imputed.
    arm : ndarray, shape (n,)
        1 in the first arm, 0 in the comparator.
    covariates : ndarray, shape (M, n, k)
        Covariates; M is 1 where none was missing, else m.
    rows : ndarray of int, shape (r,)
        Participants whose outcome was imputed.
    latent : ndarray, shape (m, r)
        Imputed values; for a binary outcome the values whose sign says who has the event.
    scale : {'identity', 'log', 'log odds'}
        Scale of ``latent``, on which deltas are added.
    method : str
        Name of the imputation method.
    n_excluded : int
        Participants left out because their arm is missing.
    n_not_positive : int
        Participants left out of a log scale because a value is zero or negative.
    reason : str
        Why nothing could be imputed; empty where something could, or nothing was missing.
    """

    outcome: Vector
    arm: Vector
    covariates: Vector
    rows: NDArray[np.intp]
    latent: Vector
    scale: Scale
    method: str
    n_excluded: int = 0
    n_not_positive: int = 0
    reason: str = ""

    @property
    def imputations(self) -> int:
        """Number of completed data sets, m."""
        return int(self.latent.shape[0])

    def complete_outcome(self, delta_1: float = 0.0, delta_0: float = 0.0) -> Vector:
        """Return the outcome of every completed data set, imputed values shifted by arm.

        Parameters
        ----------
        delta_1, delta_0 : float
            Added to imputed values of the first arm and of the comparator: a difference, a log
            ratio or a log odds ratio according to ``scale``.

        Returns
        -------
        ndarray, shape (m, n)
        """
        completed = np.tile(self.outcome, (self.imputations, 1))
        shift = np.where(self.arm[self.rows] == 1.0, delta_1, delta_0)
        completed[:, self.rows] = self.read_latent(self.latent + shift)
        return completed

    def read_latent(self, latent: Vector) -> Vector:
        """Return values of the outcome for latent ones: themselves, or 1 above 0 and else 0."""
        return (latent > 0.0).astype(np.float64) if self.scale == "log odds" else latent

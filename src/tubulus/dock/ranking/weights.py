"""The weights with which terms are added up, as shipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from tubulus.dock.ranking.terms import TERMS

__all__ = ["RankingWeights", "load_ranking_weights"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RankingWeights:
    """How the terms of a pose are added up.

    Parameters
    ----------
    terms : ndarray, shape (4,)
        Weight of each of :data:`~tubulus.dock.ranking.terms.TERMS` after it is standardised
        within the pair; higher is better. A difference of 1 in their sum multiplies the odds of
        being near-native by e in training.

    Raises
    ------
    ValueError
        If there is not one finite weight a term.
    """

    terms: Floats

    def __post_init__(self) -> None:
        if self.terms.shape != (len(TERMS),) or not np.isfinite(self.terms).all():
            raise ValueError(f"a ranking needs {len(TERMS)} finite weights")


@lru_cache(maxsize=1)
def load_ranking_weights() -> RankingWeights:
    """Load the shipped weights; `ranking_weights.json` tells their sources and their fit."""
    text = files("tubulus.dock.ranking").joinpath("ranking_weights.json").read_text("utf-8")
    table = json.loads(text)
    return RankingWeights(np.array([float(table["weights"][name]) for name in TERMS]))

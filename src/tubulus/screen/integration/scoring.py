"""Calibrated log-odds of pairs: the prior and what each group of layers adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import expit

from tubulus.screen.integration.calibration import Calibration, GroupCalibration
from tubulus.screen.integration.ratios import draw_group_weights

__all__ = ["LogOdds", "compute_contribution", "compute_log_odds"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogOdds:
    """Scores of pairs.

    Parameters
    ----------
    contributions : dict of str to ndarray, shape (n,)
        Log likelihood ratio that each computed group adds; NaN where the group knows nothing.
    log_odds, posterior : ndarray, shape (n,)
        Prior log-odds plus contributions, and the probability that belongs to it.
    replicates : ndarray, shape (replicates, n)
        Log-odds in each bootstrap replicate.
    known : ndarray of bool, shape (n,)
        Whether any group contributes.
    """

    contributions: dict[str, Floats]
    log_odds: Floats
    posterior: Floats
    replicates: Floats
    known: NDArray[np.bool_]

    def compute_interval(self) -> tuple[Floats, Floats]:
        """Compute the middle 90 % of the replicates; NaN where no group contributes."""
        if not self.known.size:
            return self.log_odds, self.log_odds
        low, high = np.quantile(self.replicates, (0.05, 0.95), axis=0)
        return np.where(self.known, low, np.nan), np.where(self.known, high, np.nan)


def compute_contribution(
    own: GroupCalibration, keys: pl.DataFrame, evidence: pl.DataFrame, *, is_reference: bool = False
) -> tuple[Floats, Floats]:
    """Compute what one group adds to the log-odds of each key.

    Parameters
    ----------
    own : GroupCalibration
        A computed group.
    keys : polars.DataFrame
        At least the key columns of the group.
    evidence : polars.DataFrame
        The long table of evidence.
    is_reference : bool
        Whether the keys are those of a reference set, where "not listed" is a category.

    Returns
    -------
    contribution : ndarray, shape (n,)
        NaN where the group knows nothing of the key.
    replicates : ndarray, shape (replicates, n)
        The same in each replicate; 0 where the group knows nothing.
    """
    contribution = np.full(keys.height, np.nan)
    count = next(iter(own.tables.values())).replicates.shape[0]
    replicates = np.zeros((count, keys.height))
    located = own.locate(keys, evidence, is_reference=is_reference)
    for known, (rows, cells) in located.items():
        contribution[rows] = own.tables[known].log_ratio[cells]
        replicates[:, rows] = own.tables[known].replicates[:, cells]
    return contribution, replicates


def compute_log_odds(
    keys: pl.DataFrame, evidence: pl.DataFrame, calibration: Calibration, rng: Generator
) -> LogOdds:
    """Compute the calibrated log-odds of each pair, with its bootstrap replicates.

    Parameters
    ----------
    keys : polars.DataFrame
        ligand, receptor, cell_type.
    evidence : polars.DataFrame
        The long table of evidence.
    calibration : Calibration
        What the groups have learned.
    rng : numpy.random.Generator
        Source of the bootstrap of groups.

    Notes
    -----
    log-odds = prior log-odds + sum over groups of log LR; a group that knows nothing of a pair
    adds 0. In a replicate each group brings the ratios of its resampled reference set, times how
    often the group was drawn.
    """
    settings = calibration.settings
    groups = calibration.computed
    if settings.resample_layers:
        drawn = draw_group_weights(len(groups), settings.replicates, rng)
    else:
        drawn = np.ones((settings.replicates, len(groups)))
    log_odds = np.full(keys.height, settings.prior_log_odds)
    replicates = np.full((settings.replicates, keys.height), settings.prior_log_odds)
    contributions: dict[str, Floats] = {}
    known = np.zeros(keys.height, dtype=np.bool_)
    for i, own in enumerate(groups):
        added, resampled = compute_contribution(own, keys, evidence)
        contributions[own.group.name] = added
        known |= ~np.isnan(added)
        log_odds += np.nan_to_num(added, nan=0.0)
        replicates += resampled * drawn[:, [i]]
    return LogOdds(contributions, log_odds, np.asarray(expit(log_odds)), replicates, known)

"""Whether predicted probabilities hold: cross-validation, reliability bins, calibration error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import expit

from tubulus.screen.integration.calibration import calibrate_group
from tubulus.screen.integration.groups import LayerGroup
from tubulus.screen.integration.ratios import draw_row_weights
from tubulus.screen.integration.references import Reference, hide_sources
from tubulus.screen.integration.scoring import compute_contribution
from tubulus.screen.settings.integration import IntegrationSettings

__all__ = ["EDGES", "CrossValidation", "Reliability", "assess_reliability", "cross_validate"]

Floats = NDArray[np.float64]

EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Ends of the bins of predicted probability; narrow where most rows of a 10-to-1 set lie."""


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """Predictions for the rows of a reference set, each made without its fold.

    Parameters
    ----------
    predicted : ndarray, shape (n,)
        Probability of being positive at the mixture of the reference set.
    is_known : ndarray of bool, shape (n,)
        Whether the group contributes anything as it does when pairs are scored.
    is_positive : ndarray of bool, shape (n,)
        The truth of the reference set.
    keys : polars.DataFrame
        Keys of the rows.
    """

    predicted: Floats
    is_known: NDArray[np.bool_]
    is_positive: NDArray[np.bool_]
    keys: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Reliability:
    """Predicted against observed shares of positives.

    Parameters
    ----------
    bins : polars.DataFrame
        low_edge, high_edge, n, predicted (mean), observed, low, high (90 % of the bootstrap).
    error : float
        Expected calibration error: mean distance of predicted and observed over bins, weighted
        by rows.
    error_low, error_high : float
        Middle 90 % of it over the bootstrap of ligands and receptors.
    error_of_chance : float
        Its mean if the predictions were exactly right and rows independent: the error is never 0.
    """

    bins: pl.DataFrame
    error: float
    error_low: float
    error_high: float
    error_of_chance: float


def cross_validate(
    group: LayerGroup,
    reference: Reference,
    evidence: pl.DataFrame,
    settings: IntegrationSettings,
    rng: Generator,
    *,
    folds: int = 5,
    score_unlisted: bool = False,
) -> CrossValidation:
    """Predict each row of a reference set from the other folds.

    Parameters
    ----------
    group : LayerGroup
        The group.
    reference : Reference
        Its reference set.
    evidence : polars.DataFrame
        Evidence of the screen, where the reference set brings none of its own.
    settings : IntegrationSettings
        As in the calibration; no bootstrap is run.
    rng : numpy.random.Generator
        Source of the folds.
    folds : int
        Number of folds. A fold holds all rows of its ligands (of its receptors, for a group that
        speaks of receptors), so copies of a finding never stand on both sides.
    score_unlisted : bool
        Whether "not listed" contributes its own ratio. When pairs are scored it does not; to see
        what that costs, compare the two.

    Returns
    -------
    CrossValidation
        A row that the group knows nothing of gets the share of positives in the other folds.
    """
    rows = reference.rows
    told = reference.evidence if reference.evidence is not None else evidence
    told = hide_sources(told, reference.hidden)
    by = "ligand" if "ligand" in rows.columns else "receptor"
    names, code = np.unique(rows[by].to_numpy().astype(str), return_inverse=True)
    fold = rng.permutation(names.size)[code] % folds
    positive = rows["is_positive"].to_numpy()
    predicted, known = np.zeros(rows.height), np.zeros(rows.height, dtype=np.bool_)
    quick = settings.model_copy(update={"replicates": 20})
    for held_out in range(folds):
        test = fold == held_out
        train = replace(reference, rows=rows.filter(~test))
        own = calibrate_group(group, train, evidence, quick, rng)
        base = positive[~test].mean() if (~test).any() else 0.5
        added = np.full(int(test.sum()), np.nan)
        if own.state == "computed":
            keys = rows.filter(test)
            added, _ = compute_contribution(own, keys, told, is_reference=score_unlisted)
        prior = np.log(base) - np.log1p(-base)
        predicted[test] = expit(prior + np.nan_to_num(added, nan=0.0))
        known[test] = ~np.isnan(added)
    return CrossValidation(predicted, known, positive, rows.drop("is_positive"))


def assess_reliability(
    predicted: Floats,
    is_positive: NDArray[np.bool_],
    keys: pl.DataFrame,
    rng: Generator,
    *,
    replicates: int = 200,
    edges: Sequence[float] = EDGES,
) -> Reliability:
    """Compare predicted with observed shares of positives.

    Parameters
    ----------
    predicted : ndarray, shape (n,)
        Probabilities that were made without the row.
    is_positive : ndarray of bool, shape (n,)
        The truth.
    keys : polars.DataFrame
        ``ligand``, ``receptor`` or both, to resample by.
    rng : numpy.random.Generator
        Source of the bootstrap.
    replicates : int
        Number of replicates.
    edges : sequence of float
        Ends of the bins, from 0 to 1.

    Raises
    ------
    ValueError
        If there are no rows.
    """
    if not predicted.size:
        raise ValueError("there is no prediction to assess")
    inner = np.asarray(edges[1:-1])
    at = np.searchsorted(inner, predicted, side="right")
    size = inner.size + 1

    def sum_bins(weights: Floats, truth: NDArray[np.floating]) -> tuple[Floats, Floats, Floats]:
        mass = np.bincount(at, weights, minlength=size).astype(np.float64)
        share = np.bincount(at, weights * truth, minlength=size)
        mean = np.bincount(at, weights * predicted, minlength=size)
        filled = np.where(mass > 0, mass, 1.0)
        return mass, mean / filled, share / filled

    truth = is_positive.astype(np.float64)
    mass, mean, share = sum_bins(np.ones_like(predicted), truth)
    drawn = [sum_bins(row, truth) for row in draw_row_weights(keys, replicates, rng)]
    errors = [_compute_error(*bins) for bins in drawn if bins[0].sum() > 0]
    chance = [
        _compute_error(
            *sum_bins(np.ones_like(predicted), (rng.random(truth.size) < predicted) * 1.0)
        )
        for _ in range(50)
    ]
    observed = np.array([np.where(bins[0] > 0, bins[2], np.nan) for bins in drawn])
    filled = mass > 0
    low, high = np.nanquantile(np.where(filled, observed, 0.0), (0.05, 0.95), axis=0)
    table = pl.DataFrame(
        {
            "low_edge": np.asarray(edges[:-1], dtype=np.float64),
            "high_edge": np.asarray(edges[1:], dtype=np.float64),
            "n": mass.astype(np.int64),
            "predicted": mean,
            "observed": share,
            "low": low,
            "high": high,
        }
    )
    ends = np.quantile(errors, (0.05, 0.95))
    return Reliability(
        table.filter(pl.col("n") > 0),
        _compute_error(mass, mean, share),
        float(ends[0]),
        float(ends[1]),
        float(np.mean(chance)),
    )


def _compute_error(mass: Floats, predicted: Floats, observed: Floats) -> float:
    """Compute the expected calibration error from bins."""
    return float((mass * np.abs(predicted - observed)).sum() / mass.sum())

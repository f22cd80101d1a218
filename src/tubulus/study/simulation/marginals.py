"""Correlated values of each man before treatment and at the follow-up visit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.core.errors import StudyError
from tubulus.study.simulation.settings import Marginal, SimulationSettings

__all__ = ["Measurements", "SimulationError", "simulate_measurements"]

Matrix = npt.NDArray[np.float64]
_MOST_ROUNDS = 1000


class SimulationError(StudyError):
    """The settings ask for something that practically never comes up."""

    code = "E140"


@dataclass(frozen=True, eq=False)
class Measurements:
    """True-to-assay values of some men.

    Parameters
    ----------
    items : tuple of str
        Names of the k columns.
    baseline, follow_up : ndarray, shape (n, k)
        Values in the items' units; none is missing.
    """

    items: tuple[str, ...]
    baseline: Matrix
    follow_up: Matrix

    def get(self, item: str, row: int) -> tuple[float, float]:
        """Return the two values of one man."""
        column = self.items.index(item)
        return float(self.baseline[row, column]), float(self.follow_up[row, column])


def simulate_measurements(
    settings: SimulationSettings, arm: str, n: int, rng: Generator
) -> Measurements:
    """Draw the values of n men of an arm.

    Parameters
    ----------
    settings : SimulationSettings
        Marginals, correlations and changes.
    arm : str
        Whose changes apply until the follow-up visit.
    n : int
        Number of men.
    rng : Generator
        Source of randomness.

    Returns
    -------
    Measurements

    Raises
    ------
    SimulationError
        If hardly any draw lies between the limits of all marginals.

    Notes
    -----
    Before treatment the standardised values z0 are multivariate normal with the correlations of
    the settings; a man with any value outside its limits is drawn again as a whole. Afterwards
    ``z1 = r z0 + sqrt(1 - r^2) e`` with e of the same correlations and
    ``r = 1 - within^2 / spread^2``: the variance stays, and extreme men move back to the middle
    untreated. The change of the arm then multiplies the value.
    """
    root = np.asarray(np.linalg.cholesky(settings.make_correlation_matrix()), dtype=np.float64)
    before = _draw_within_limits(settings.marginals, root, n, rng)
    kept = np.array([1 - (m.within_spread / m.spread) ** 2 for m in settings.marginals])
    noise = rng.standard_normal(before.shape) @ root.T
    after = kept * before + np.sqrt(1 - kept**2) * noise
    ratios = {c.item: c.ratio for c in settings.changes if c.arm == arm}
    factors = np.array([ratios.get(m.item, 1.0) for m in settings.marginals])
    return Measurements(
        tuple(m.item for m in settings.marginals),
        _scale(settings.marginals, before),
        _scale(settings.marginals, after) * factors,
    )


def _draw_within_limits(
    marginals: tuple[Marginal, ...], root: Matrix, n: int, rng: Generator
) -> Matrix:
    low = np.array([_standardise(m, m.low) for m in marginals])
    high = np.array([_standardise(m, m.high) for m in marginals])
    drawn = np.empty((n, len(marginals)))
    open_rows = np.arange(n)
    for _ in range(_MOST_ROUNDS):
        if not len(open_rows):
            return drawn
        drawn[open_rows] = rng.standard_normal((len(open_rows), len(marginals))) @ root.T
        outside = ((drawn[open_rows] < low) | (drawn[open_rows] > high)).any(axis=1)
        open_rows = open_rows[outside]
    raise SimulationError(
        "the limits of [[simulation.marginals]] leave hardly any room; widen them"
    )


def _standardise(marginal: Marginal, value: float) -> float:
    if marginal.distribution == "normal":
        return (value - marginal.center) / marginal.spread
    return float(np.log(value / marginal.center)) / marginal.spread


def _scale(marginals: tuple[Marginal, ...], z: Matrix) -> Matrix:
    values = np.empty_like(z)
    for column, marginal in enumerate(marginals):
        if marginal.distribution == "normal":
            values[:, column] = marginal.center + marginal.spread * z[:, column]
            # a normal value has no floor of its own: a testis has no negative volume
            values[:, column] = np.clip(values[:, column], marginal.low, marginal.high)
        else:
            values[:, column] = marginal.center * np.exp(marginal.spread * z[:, column])
    return values

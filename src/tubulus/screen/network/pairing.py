"""The pairing of a cargo with the receptors of a tissue, beyond what numbers of partners imply.

A ligand with many partners meets any set of receptors often. The expectation over rewired tables
takes that away; random cargo sets then say whether what is left is unusual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.network.curveball import Incidence, list_columns
from tubulus.screen.network.kernels import load_kernels
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.null_sets import NullDesign, simulate_inclusion
from tubulus.screen.settings import ScreenSettings

__all__ = [
    "PairingExcess",
    "RewiredExpectation",
    "compute_rewired_expectation",
    "lay_out_pairing",
    "simulate_pairing_excess",
]

Floats = NDArray[np.float64]
# trades between two tables for each row, and passes of that length before the first is counted:
# rows with many columns need several trades to forget what they held
_TRADES_A_ROW, _BURN_IN = 4, 10


@dataclass(frozen=True, slots=True, eq=False)
class RewiredExpectation:
    """How often each pair stands in tables with the same degrees.

    Parameters
    ----------
    mean : ndarray, shape (n_ligands, n_receptors)
        Share of the rewired tables that hold the pair. Rows and columns sum to the degrees.
    graphs : int
        Rewired tables.
    moved : float
        Share of the pairs of the last table that the given table does not hold.
    """

    mean: Floats
    graphs: int
    moved: float


@dataclass(frozen=True, slots=True)
class PairingExcess:
    """Pairs of the cargo with the chosen receptors beyond those that the degrees imply.

    Parameters
    ----------
    pairs : int
        Pairs of cargo ligands with chosen receptors.
    rewired : float
        The same, expected over rewired tables.
    excess : float
        pairs - rewired.
    expected : float
        Mean excess of random cargo sets, in closed form.
    low, high : float
        Range that holds 95 % of the random sets.
    p : float
        (1 + sets with at least this excess) / (1 + sets).
    smallest_p : float
        The least that ``p`` can be.
    sets : int
        Random sets.
    """

    pairs: int
    rewired: float
    excess: float
    expected: float
    low: float
    high: float
    p: float
    smallest_p: float
    sets: int


def lay_out_pairing(
    covariates: pl.DataFrame, pairs: pl.DataFrame, settings: ScreenSettings
) -> NullLayout:
    """Lay out the whole pair table over the strata: exposed ligands with all their receptors.

    Parameters
    ----------
    covariates, pairs, settings
        As in :func:`~tubulus.screen.nulls.layout.lay_out_null`.

    Notes
    -----
    Rewiring needs the receptors that are not in the tissue too: among the tissue's receptors
    alone the degrees fix each ligand's number of pairs, and nothing is left to test.
    """
    receptors = pairs.select(
        pl.col("receptor").unique().sort().alias("symbol"),
    ).with_columns(cell_type=pl.lit("any"), state=pl.lit("present"))
    return lay_out_null(covariates, pairs, receptors, settings)


def compute_rewired_expectation(
    incidence: Incidence, rng: Generator, graphs: int = 1_000, *, trades: int | None = None
) -> RewiredExpectation:
    """Compute how often each pair stands in rewired tables; once, for any number of cargo sets.

    Parameters
    ----------
    incidence : ndarray of bool, shape (n_ligands, n_receptors)
        All pairs of the table.
    rng : numpy.random.Generator
        Source of randomness.
    graphs : int
        Rewired tables.
    trades : int, optional
        Trades between two of them; four for each node of the smaller side where left out.

    Notes
    -----
    The mean over the curveball chain after a burn-in of ten times as many trades. Its Monte Carlo
    error changes what :func:`simulate_pairing_excess` weighs, never its error rate.
    """
    if graphs < 1:
        raise ValueError(f"graphs must be at least 1, not {graphs}")
    transposed = incidence.shape[0] > incidence.shape[1]
    table = incidence.T if transposed else incidence
    counts = np.zeros(table.shape, np.int64)
    rows = list_columns(table)
    number = _TRADES_A_ROW * table.shape[0] if trades is None else trades
    kernels = load_kernels("trades")
    kernels.rewire(*rows, np.zeros(table.shape[1], np.int32), rng, _BURN_IN * number)
    kernels.add_rewired(rows, counts, rng, graphs, number)
    last = np.zeros(table.shape, np.bool_)
    last[np.repeat(np.arange(table.shape[0]), np.diff(rows[0])), rows[1]] = True
    moved = float((table & ~last).sum()) / max(int(table.sum()), 1)
    mean = counts / graphs
    return RewiredExpectation(mean.T if transposed else mean, graphs, moved)


def simulate_pairing_excess(
    design: NullDesign,
    receptors: NDArray[np.bool_],
    expectation: RewiredExpectation,
    rng: Generator,
    *,
    sets: int = 10_000,
) -> PairingExcess:
    """Test whether the cargo's ligands are paired with chosen receptors beyond their degrees.

    Parameters
    ----------
    design : NullDesign
        Null design of the cargo on a layout of :func:`lay_out_pairing`.
    receptors : ndarray of bool, shape (n_receptors,)
        The chosen receptors, for instance those present in the tissue.
    expectation : RewiredExpectation
        Of ``design.incidence``.
    rng : numpy.random.Generator
        Source of randomness.
    sets : int
        Random cargo sets.

    Returns
    -------
    PairingExcess

    Notes
    -----
    With I the table, E its rewired expectation and R the chosen receptors, the excess of ligand l
    is w_l = sum over r in R of I_lr - E_lr, and that of a cargo the sum over its ligands. The
    excesses of all ligands sum to zero, and so does the expectation of w_l where who is paired
    with whom is random at these degrees. The null is a random cargo set with as many genes of
    each stratum: given the weights, which depend on the table alone, the cargo and the drawn sets
    are exchangeable under it, so that the rank p is valid whatever the table looks like
    (families that are paired with families) and however many graphs were drawn.
    """
    if sets < 1:
        raise ValueError(f"sets must be at least 1, not {sets}")
    if expectation.mean.shape != design.incidence.shape:
        raise ValueError("the expectation belongs to another table")
    inside = design.incidence[:, receptors].sum(axis=1, dtype=np.int64)
    rewired = expectation.mean[:, receptors].sum(axis=1)
    weight = inside - rewired
    excess = float(weight[design.observed].sum())
    drawn = weight @ simulate_inclusion(design, sets, rng)
    # sums in another order differ in the last digits: nearer than that is a tie
    hits = int((drawn >= excess - 1e-9).sum())
    low, high = np.quantile(drawn, (0.025, 0.975))
    return PairingExcess(
        pairs=int(inside[design.observed].sum()),
        rewired=float(rewired[design.observed].sum()),
        excess=excess,
        expected=float(weight @ design.compute_inclusion_probability()),
        low=float(low),
        high=float(high),
        p=(1 + hits) / (1 + sets),
        smallest_p=1 / (1 + sets),
        sets=sets,
    )

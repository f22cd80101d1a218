"""The table of scores: both opinions on each pair, and where they part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.integration.calibration import Calibration
from tubulus.screen.integration.categories import align_layer, derive_strength
from tubulus.screen.integration.rank_aggregation import RankAggregate, aggregate_ranks
from tubulus.screen.integration.scoring import LogOdds, compute_log_odds
from tubulus.screen.ranks import rank_values

__all__ = [
    "TIE_DIGITS",
    "Disagreement",
    "compare_rankings",
    "derive_pair_scores",
    "derive_strengths",
]

Floats = NDArray[np.float64]
_KEYS = ("ligand", "receptor", "cell_type")
TIE_DIGITS = 9
"""Decimals of log-odds; what is left is rounding of sums, and must not break ties."""
_NOTHING = (
    "no calibrated group knows this pair: the posterior is the prior, and there is no interval"
)
_NONE = "no group is calibrated: the log-odds are the prior"
_ONE = "one group alone speaks: {}"
_HALVED = "{}: two layers are known and {} alone counts, the reference set knows too few of both"
_APART = "log-odds rank {:.0f} (90 % {:.0f} to {:.0f}), rank aggregation {:.0f}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two rankings of the same rows.

    Parameters
    ----------
    rank_log_odds, rank_rra : ndarray, shape (n,)
        1 is best, ties share their mid-rank; NaN where a row is not ranked.
    low, high : ndarray, shape (n,)
        Ends of the interval of the rank by log-odds: 90 % of the bootstrap, and ties.
    is_apart : ndarray of bool, shape (n,)
        Whether the two disagree.
    """

    rank_log_odds: Floats
    rank_rra: Floats
    low: Floats
    high: Floats
    is_apart: NDArray[np.bool_]


def _rank(scores: Floats, ties: Literal["average", "min", "max"] = "average") -> Floats:
    """Rank rows of scores, the greatest first."""
    return rank_values(-scores, ties)


def compare_rankings(
    log_odds: Floats, replicates: Floats, rra_p: Floats, known: NDArray[np.bool_], *, gap: float
) -> Disagreement:
    """Compare the ranking by log-odds with the ranking by rank aggregation.

    Parameters
    ----------
    log_odds : ndarray, shape (n,)
        Scores of the rows.
    replicates : ndarray, shape (replicates, n)
        The same in each bootstrap replicate.
    rra_p : ndarray, shape (n,)
        p of the rank aggregation; NaN where there is none.
    known : ndarray of bool, shape (n,)
        Whether any group contributes to the log-odds.
    gap : float
        Share of the ranked rows by which the rankings must lie apart beyond their noise.

    Notes
    -----
    Only rows that both rank are ranked, among themselves. A block of equal scores, or of equal p,
    stands for any order within it. The rank by log-odds has the noise of the bootstrap besides:
    low is the 5 % quantile of the upper end of a row's block over the replicates, high the 95 %
    quantile of its lower end. The two rankings disagree where the block of p and the interval do
    not overlap and the empty space between them is more than ``gap`` times the number of ranked
    rows.
    """
    n = log_odds.size
    ranks = np.full((4, n), np.nan)
    apart = np.zeros(n, dtype=np.bool_)
    rows = np.flatnonzero(known & ~np.isnan(rra_p))
    if rows.size == 0:
        return Disagreement(ranks[0], ranks[1], ranks[2], ranks[3], apart)
    # rounding must not break ties between sums of the same ratios
    own, other = np.round(log_odds[rows], TIE_DIGITS), -rra_p[rows]
    drawn = np.round(replicates[:, rows], TIE_DIGITS)
    low = np.quantile(_rank(drawn, "min"), 0.05, axis=0)
    high = np.quantile(_rank(drawn, "max"), 0.95, axis=0)
    space = np.maximum(_rank(other, "min") - high, low - _rank(other, "max"))
    apart[rows] = space > gap * rows.size
    ranks[:, rows] = [_rank(own), _rank(other), low, high]
    return Disagreement(ranks[0], ranks[1], ranks[2], ranks[3], apart)


def derive_strengths(
    keys: pl.DataFrame, evidence: pl.DataFrame, calibration: Calibration
) -> Floats:
    """Derive the strength of each scored layer for each pair, for rank aggregation.

    Every layer of every group takes part, calibrated or not: the second opinion does not depend on
    reference sets.

    Returns
    -------
    ndarray, shape (n, layers)
        Greater is more evidence; NaN where a layer knows nothing.
    """
    scales = [scale for own in calibration.groups for scale in own.group.scales]
    columns = [derive_strength(align_layer(keys, evidence, s.layer), s) for s in scales]
    return np.column_stack(columns) if columns else np.zeros((keys.height, 0))


def derive_pair_scores(
    keys: pl.DataFrame, evidence: pl.DataFrame, calibration: Calibration, rng: Generator
) -> pl.DataFrame:
    """Derive the scores of each pair: calibrated log-odds, rank aggregation, disagreement.

    Parameters
    ----------
    keys : polars.DataFrame
        ligand, receptor, cell_type; one row a candidate.
    evidence : polars.DataFrame
        The long table of evidence.
    calibration : Calibration
        What the groups have learned.
    rng : numpy.random.Generator
        Source of the bootstrap.

    Returns
    -------
    polars.DataFrame
        In the order of ``keys``: ligand, receptor, cell_type, prior_log_odds, log_odds, low, high
        (90 %), posterior, layers_used (groups that contribute, "; "-joined), one column
        ``contribution_<group>`` for each group (null: it adds nothing), rra_rho, rra_p,
        rank_log_odds, rank_low, rank_high (90 %), rank_rra, disagreement, note.

    Raises
    ------
    ValueError
        If a pair stands twice or lacks a key.
    """
    pairs = keys.select(pl.col(_KEYS).cast(pl.String))
    if pairs.is_duplicated().any() or sum(pairs.null_count().row(0)):
        raise ValueError("each pair and cell type must stand once, with all three keys")
    scores = compute_log_odds(pairs, evidence, calibration, rng)
    strengths = derive_strengths(pairs, evidence, calibration)
    ranked = aggregate_ranks(strengths)
    compared = compare_rankings(
        scores.log_odds,
        scores.replicates,
        ranked.p,
        scores.known,
        gap=calibration.settings.rank_gap,
    )
    halved = _say_halved(pairs, evidence, calibration)
    return _assemble(pairs, calibration, scores, ranked, compared).with_columns(
        note=pl.concat_str(
            [pl.when(pl.col("note") != "").then("note"), halved], separator="; ", ignore_nulls=True
        )
    )


def _say_halved(pairs: pl.DataFrame, evidence: pl.DataFrame, calibration: Calibration) -> pl.Series:
    """Say of each pair where one of two known layers of a group counts alone; null elsewhere."""
    said: list[list[str]] = [[] for _ in range(pairs.height)]
    for own in calibration.computed:
        if own.alone is None:
            continue
        text = _HALVED.format(own.group.name, own.alone.replace("_", " "))
        for row in np.flatnonzero(own.find_halved(pairs, evidence)):
            said[row].append(text)
    return pl.Series(["; ".join(texts) or None for texts in said], dtype=pl.String)


def _assemble(
    pairs: pl.DataFrame,
    calibration: Calibration,
    scores: LogOdds,
    ranked: RankAggregate,
    compared: Disagreement,
) -> pl.DataFrame:
    low, high = (np.round(end, TIE_DIGITS) for end in scores.compute_interval())
    used = _name_groups(scores, pairs.height)
    nothing = _NOTHING if calibration.computed else _NONE
    never = np.full(pairs.height, np.nan)
    added = {
        f"contribution_{own.group.name}": scores.contributions.get(own.group.name, never)
        for own in calibration.groups
    }
    prior = np.full(pairs.height, calibration.settings.prior_log_odds)
    numbers = {
        "prior_log_odds": prior,
        "log_odds": np.round(scores.log_odds, TIE_DIGITS),
        "low": low,
        "high": high,
        "posterior": scores.posterior,
        **added,
        "rra_rho": ranked.rho,
        "rra_p": ranked.p,
        "rank_log_odds": compared.rank_log_odds,
        "rank_low": compared.low,
        "rank_high": compared.high,
        "rank_rra": compared.rank_rra,
    }
    columns = [pl.Series(n, v, dtype=pl.Float64).fill_nan(None) for n, v in numbers.items()]
    table = pairs.with_columns(
        *columns,
        pl.Series("layers_used", used, dtype=pl.String),
        pl.Series("disagreement", compared.is_apart, dtype=pl.Boolean),
        pl.Series("note", _write_notes(used, compared, nothing), dtype=pl.String),
    )
    first = [*_KEYS, "prior_log_odds", "log_odds", "low", "high", "posterior", "layers_used"]
    return table.select(*first, pl.exclude(*first))


def _name_groups(scores: LogOdds, n: int) -> list[str]:
    names = list(scores.contributions)
    if not names:
        return [""] * n
    has = ~np.isnan(np.column_stack(list(scores.contributions.values())))
    return ["; ".join(name for name, known in zip(names, row, strict=True) if known) for row in has]


def _write_notes(used: list[str], compared: Disagreement, nothing: str) -> list[str]:
    notes = []
    for i, names in enumerate(used):
        said = []
        if not names:
            said.append(nothing)
        elif "; " not in names:
            said.append(_ONE.format(names))
        if compared.is_apart[i]:
            ranks = (compared.rank_log_odds, compared.low, compared.high, compared.rank_rra)
            said.append(_APART.format(*(rank[i] for rank in ranks)))
        notes.append("; ".join(said))
    return notes

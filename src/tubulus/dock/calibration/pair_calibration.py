"""Scores of asked pairs against decoy partners of the same fixed and of the same mobile partner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tubulus.dock.calibration.discovery_rates import compute_bh_q, compute_by_q
from tubulus.dock.calibration.matching import (
    Block,
    choose_block,
    derive_decoy_mask,
    drop_copies,
)
from tubulus.dock.calibration.ranks import rank_among
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.calibration.size_correction import SizeEffect, fit_size_effect
from tubulus.dock.calibration.tail import LEAST_FOR_TAIL, fit_tail
from tubulus.dock.calibration.two_way import fit_two_way, studentise

__all__ = ["PAIR_CALIBRATION_SCHEMA", "Calibration", "calibrate_pairs", "fill_matrix"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Row = dict[str, object]

PAIR_CALIBRATION_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "score": pl.Float64,
    "corrected": pl.Float64,
    "z": pl.Float64,
    "p_fixed": pl.Float64,
    "p_mobile": pl.Float64,
    "p": pl.Float64,
    "smallest_p": pl.Float64,
    "q": pl.Float64,
    "q_by": pl.Float64,
    "n_decoys_fixed": pl.Int64,
    "n_decoys_mobile": pl.Int64,
    "n_decoy_pairs": pl.Int64,
    "percent_fixed": pl.Float64,
    "percent_mobile": pl.Float64,
    "raw_percent_fixed": pl.Float64,
    "raw_percent_mobile": pl.Float64,
    "state": pl.String,
    "reason": pl.String,
}
_AT_WORST: Row = {
    "z": None,
    "p": 1.0,
    "p_fixed": 1.0,
    "p_mobile": 1.0,
    "percent_fixed": 0.0,
    "percent_mobile": 0.0,
}
TAIL_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "p_gumbel": pl.Float64,
    "p_gev": pl.Float64,
    "shape": pl.Float64,
    "p_shape": pl.Float64,
    "n_decoy_pairs": pl.Int64,
    "state": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Calibrated pairs of a campaign.

    Attributes
    ----------
    pairs : polars.DataFrame
        Table ``pair_calibration``, one row an asked pair, in the order of the score table:
        ``score``; ``corrected`` (score less the effect of size, same unit and direction; null where
        too few decoy pairs tell that effect); ``z`` (two-way residual in units of 1.4826 times the
        median absolute residual of the block, above 0 is more favourable; null where these do not
        vary); ``p_fixed`` and ``p_mobile`` (rank among decoy partners of the same fixed, of the
        same mobile partner; without a two-way fit the rank of the corrected score, which a partner
        that scores well with all partners leads too); ``p`` (rank among all decoy pairs of the
        block) with ``smallest_p`` (without a two-way fit that of the sides); ``q``
        (Benjamini-Hochberg) and ``q_by`` (Benjamini-Yekutieli) over the calibrated pairs, with a p
        of 1 for each pair that was dropped though it had a score and decoy partners enough;
        ``n_decoys_fixed``, ``n_decoys_mobile`` and ``n_decoy_pairs``; ``percent_fixed`` and
        ``percent_mobile`` (decoy partners that are less favourable by what p ranks: studentised
        residuals of the two-way fit, corrected scores without one); ``raw_percent_fixed`` and
        ``raw_percent_mobile`` (the same decoy partners by the score itself); ``state`` (calibrated,
        too few decoys, not scored, not evaluable) and ``reason``. What is not known is null.
    tails : polars.DataFrame or None
        Extreme-value p of calibrated pairs; None where not asked for.
    size_effect : SizeEffect
        What was taken off for size.
    settings : CalibrationSettings
        The settings used.
    """

    pairs: pl.DataFrame
    tails: pl.DataFrame | None
    size_effect: SizeEffect
    settings: CalibrationSettings


def calibrate_pairs(
    table: ScoreTable,
    settings: CalibrationSettings | None = None,
    *,
    pairs: Flags | None = None,
    worst: float | None = None,
    with_tail: bool = False,
) -> Calibration:
    """Set the scores of pairs against decoy partners, two-way.

    Parameters
    ----------
    table : ScoreTable
        Scores with asked and decoy pairs.
    settings : CalibrationSettings, optional
        Matching and correction.
    pairs : ndarray of bool, shape (r, c), optional
        Pairs to calibrate; the asked ones if absent. A decoy pair given here is left out of its
        own null, which is how the calibration is checked on non-partners.
    worst : float, optional
        Worst score that there can be, where scores pile up at a bound. A pair at it gets p = 1:
        what rows and columns explain is not additive there, and its residual means nothing.
    with_tail : bool
        Whether an extreme-value tail is fitted to each null beside the rank p.

    Notes
    -----
    The block of a pair is its own row and column with the matched decoy partners of both sides;
    its cells are decoy pairs and the pair itself. Row and column effects are fitted robustly to
    the block, residuals are divided by the scales of their row and column, and
    p = (1 + decoy pairs at least as favourable) / (1 + decoy pairs). The pair takes part in the
    fit like any cell. So p keeps its size, whatever the row and column effects are, if partners
    of the block are exchangeable in what is left; the scales make this hold approximately where
    one partner's scores vary more than those of others.

    A pair that has a score and a reason of its own against it was dropped after its pose was
    looked at. It gets no p, but the false discovery rates count it as a test with p = 1.
    """
    settings = settings or CalibrationSettings()
    wanted = table.asked if pairs is None else pairs
    mask = derive_decoy_mask(table)
    effect, corrected = _correct_size(table, drop_copies(mask, table.fixed, table.mobile), settings)
    favour = corrected if table.higher_is_better else -corrected
    rows: list[Row] = []
    tails: list[Row] = []
    for i, j in np.argwhere(wanted).tolist():
        row, cells = _calibrate_pair(table, favour, mask, (i, j), settings)
        if row["p"] is not None and table.scores[i, j] == worst:
            row, cells = row | _AT_WORST, None
        if effect.state == "fitted" and np.isfinite(corrected[i, j]):
            row["corrected"] = float(corrected[i, j])
        rows.append(row)
        if with_tail and cells is not None:
            names = {"fixed": row["fixed"], "mobile": row["mobile"]}
            tails.append(names | _describe_tail(cells))
    dropped = _count_dropped(table, mask, wanted, settings)
    frame = _add_rates(pl.DataFrame(rows, schema=PAIR_CALIBRATION_SCHEMA), dropped)
    return Calibration(
        pairs=frame,
        tails=pl.DataFrame(tails, schema=TAIL_SCHEMA) if with_tail else None,
        size_effect=effect,
        settings=settings,
    )


def fill_matrix(table: ScoreTable, calibration: Calibration, column: str) -> Floats:
    """Put a column of the calibrated pairs into a matrix, shape (r, c), NaN where it is null."""
    place_fixed = {name: i for i, name in enumerate(table.fixed.names)}
    place_mobile = {name: j for j, name in enumerate(table.mobile.names)}
    matrix = np.full(table.scores.shape, np.nan)
    for fixed, mobile, value in calibration.pairs.select("fixed", "mobile", column).iter_rows():
        if value is not None:
            matrix[place_fixed[fixed], place_mobile[mobile]] = value
    return matrix


def _correct_size(
    table: ScoreTable, mask: Flags, settings: CalibrationSettings
) -> tuple[SizeEffect, Floats]:
    """Return the effect of size, and scores without it; NaN where a pair is not evaluable."""
    log_fixed, log_mobile = table.fixed.log_sizes[:, 1], table.mobile.log_sizes[:, 1]
    effect = fit_size_effect(
        table.scores, log_fixed, log_mobile, mask, with_product=settings.with_product
    )
    sized = effect.compute(log_fixed, log_mobile)
    return effect, np.where(table.evaluable, table.scores - sized, np.nan)


def _calibrate_pair(
    table: ScoreTable,
    favour: Floats,
    mask: Flags,
    pair: tuple[int, int],
    settings: CalibrationSettings,
) -> tuple[Row, Floats | None]:
    """Return the row of one pair, and its block of studentised residuals with it at [0, 0]."""
    i, j = pair
    score = float(table.scores[i, j])
    row: Row = dict.fromkeys(PAIR_CALIBRATION_SCHEMA)
    row |= {
        "fixed": table.fixed.names[i],
        "mobile": table.mobile.names[j],
        "score": score if np.isfinite(score) else None,
    }
    if table.reasons[i, j]:
        return row | {"state": "not evaluable", "reason": str(table.reasons[i, j])}, None
    if not np.isfinite(score):
        return row | {"state": "not scored", "reason": "the pair has no score"}, None
    block = choose_block(table, mask, pair, settings)
    if not block.is_crossed:
        told = _rank_sides(favour, pair, block, settings)
        return row | told | _rank_raw(table, pair, block, told), None
    lines, columns = np.append(i, block.rows), np.append(j, block.columns)
    allowed = mask[np.ix_(lines, columns)]
    allowed[0, 0] = True
    fit = fit_two_way(np.where(allowed, favour[np.ix_(lines, columns)], np.nan))
    cells = studentise(fit.residuals)
    z = float(fit.residuals[0, 0] / fit.scale) if fit.scale > 0.0 else None
    told = _rank_in_block(cells)
    return row | told | _rank_raw(table, pair, block, told) | {"z": z}, cells


def _rank_in_block(cells: Floats) -> Row:
    value = float(cells[0, 0])
    of_fixed, of_mobile = rank_among(value, cells[0, 1:]), rank_among(value, cells[1:, 0])
    of_all = rank_among(value, cells.ravel()[1:])
    return {
        "p_fixed": of_fixed.p,
        "p_mobile": of_mobile.p,
        "p": of_all.p,
        "smallest_p": of_all.smallest_p,
        "n_decoys_fixed": of_fixed.n_decoys,
        "n_decoys_mobile": of_mobile.n_decoys,
        "n_decoy_pairs": of_all.n_decoys,
        "percent_fixed": of_fixed.percent,
        "percent_mobile": of_mobile.percent,
        "state": "calibrated",
        "reason": None,
    }


def _rank_raw(table: ScoreTable, pair: tuple[int, int], block: Block, told: Row) -> Row:
    """Return the percentages of the score itself, on each side of which something is told."""
    i, j = pair
    favour = table.favour
    sides = {"fixed": favour[i, block.columns], "mobile": favour[block.rows, j]}
    return {
        f"raw_percent_{side}": rank_among(float(favour[i, j]), decoys).percent
        for side, decoys in sides.items()
        if told.get(f"percent_{side}") is not None
    }


def _rank_sides(
    favour: Floats, pair: tuple[int, int], block: Block, settings: CalibrationSettings
) -> Row:
    """Return what can be said of a pair without a two-way fit: ranks of the corrected score.

    A p of one side does not know how the other partner scores in general; the wording says so.
    """
    i, j = pair
    of_fixed = rank_among(float(favour[i, j]), favour[i, block.columns])
    of_mobile = rank_among(float(favour[i, j]), favour[block.rows, j])
    least = settings.least_decoys
    found = (
        f"{of_fixed.n_decoys} decoy partners of the fixed and {of_mobile.n_decoys} of the mobile "
        "partner"
    )
    why = (
        "too few of them were scored with each other"
        if min(of_fixed.n_decoys, of_mobile.n_decoys) >= least
        else f"at least {least} of each are needed"
    )
    row: Row = {
        "n_decoys_fixed": of_fixed.n_decoys,
        "n_decoys_mobile": of_mobile.n_decoys,
        "state": "too few decoys",
        "reason": f"{found}; {why}",
    }
    sides = {"fixed": of_fixed, "mobile": of_mobile}
    enough = {side: test for side, test in sides.items() if test.n_decoys >= least}
    for side, test in enough.items():
        row |= {f"p_{side}": test.p, f"percent_{side}": test.percent}
    # of the sides that have a p; where none has, what all decoys there are could have given
    smallest = max(test.smallest_p for test in (enough or sides).values())
    return row | {"smallest_p": smallest}


def _describe_tail(cells: Floats) -> Row:
    decoys = cells.ravel()[1:]
    fit = fit_tail(decoys)
    if fit is None:
        n = int(np.isfinite(decoys).sum())
        state = f"fewer than {LEAST_FOR_TAIL} decoy pairs, or no spread"
        return {"n_decoy_pairs": n, "state": state}
    p_gumbel, p_gev = fit.compute_p(float(cells[0, 0]))
    return {
        "p_gumbel": p_gumbel if fit.state == "not contradicted" else None,
        "p_gev": p_gev,
        "shape": fit.shape,
        "p_shape": fit.p_shape,
        "n_decoy_pairs": fit.n,
        "state": f"Gumbel {fit.state}"
        + ("; beyond the end of the fitted extreme-value law" if p_gev is None else ""),
    }


def _count_dropped(
    table: ScoreTable, mask: Flags, wanted: Flags, settings: CalibrationSettings
) -> int:
    """Count wanted pairs that would have a p, had nobody looked at their pose."""
    return sum(
        choose_block(table, mask, (i, j), settings).is_crossed
        for i, j in np.argwhere(wanted & table.dropped).tolist()
    )


def _add_rates(frame: pl.DataFrame, n_dropped: int) -> pl.DataFrame:
    places = frame["p"].is_not_null().to_numpy()
    p = np.concatenate([frame["p"].drop_nulls().to_numpy(), np.ones(n_dropped)])
    for column, q in (("q", compute_bh_q(p)), ("q_by", compute_by_q(p))):
        values = np.full(frame.height, np.nan)
        values[places] = q[: places.sum()]
        frame = frame.with_columns(pl.Series(column, values, dtype=pl.Float64).fill_nan(None))
    return frame

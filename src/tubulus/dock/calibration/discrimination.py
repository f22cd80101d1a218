"""How well scores tell true partners from non-partners: area under the ROC curve, and ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from numpy.random import Generator
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import norm, rankdata

from tubulus.dock.calibration.pair_calibration import calibrate_pairs, fill_matrix
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings

__all__ = [
    "USEFUL_AUC",
    "AucEstimate",
    "IntervalMethod",
    "compute_auc",
    "estimate_auc",
    "estimate_campaign_auc",
    "rank_partners",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
IntervalMethod = Literal["partners", "pigeonhole", "delong"]

# below it a campaign says that docking gave no usable evidence; set by the project
USEFUL_AUC: Final = 0.60
_LEVEL: Final = 0.95
_Z: Final = float(norm.isf((1 - _LEVEL) / 2))


@dataclass(frozen=True, slots=True)
class AucEstimate:
    """Area under the ROC curve of true partners against non-partners.

    Attributes
    ----------
    label : str
        Which score it is of.
    auc, se, low, high : float or None
        Area, its standard error and its 95 % interval; None where it was not estimated.
    method : str
        How the interval was made.
    n_partners, n_non_partners : int
        Pairs that count.
    state : str
        ``estimated`` or ``not estimable``.
    reason : str
        Why not, or what the interval rests on; may be empty.
    """

    label: str
    auc: float | None
    se: float | None
    low: float | None
    high: float | None
    method: IntervalMethod
    n_partners: int
    n_non_partners: int
    state: Literal["estimated", "not estimable"]
    reason: str = ""

    @property
    def is_useful(self) -> bool | None:
        """Whether the area is at least 0.60; None where it was not estimated."""
        return None if self.auc is None else self.auc >= USEFUL_AUC


@dataclass(frozen=True, slots=True)
class _Limits:
    se: float | None
    low: float | None
    high: float | None
    reason: str = ""


def compute_auc(partners: Floats, non_partners: Floats) -> float:
    """Compute P(partner > non-partner) + P(equal)/2, more being more favourable."""
    n = partners.size
    ranks = rankdata(np.concatenate([partners, non_partners]))
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * non_partners.size))


def estimate_auc(
    favour: Floats,
    partner: Flags,
    non_partner: Flags,
    *,
    label: str = "score",
    method: IntervalMethod = "partners",
    rng: Generator | None = None,
    n_draws: int = 2000,
) -> AucEstimate:
    """Estimate the area with a 95 % interval.

    Parameters
    ----------
    favour : ndarray, shape (r, c)
        Scores, more being more favourable; NaN where a pair is missing or not evaluable.
    partner, non_partner : ndarray of bool, shape (r, c)
        True pairs, and pairs taken for non-partners. A pair may be neither.
    label : str
        Which score it is.
    method : str
        ``partners``: delete-one jackknife over partners on the logit scale, where partners that
        are joined by true pairs are left out together with all their pairs. ``pigeonhole``:
        bootstrap of rows and columns apart, percentiles; needs ``rng``. ``delong``: pairs as if
        independent, on the plain scale.
    rng : Generator, optional
        For ``pigeonhole``.
    n_draws : int
        Bootstrap draws.

    Notes
    -----
    ``delong``: DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837. ``pigeonhole``: Owen
    2007, Ann Appl Stat 1:386. Where every partner is above every non-partner (or the reverse) the
    interval of ``partners`` and ``delong`` is that of as many successes in as many true pairs
    (Clopper and Pearson).
    """
    seen = np.isfinite(favour)
    partner, non_partner = partner & seen, non_partner & seen & ~partner
    n, m = int(partner.sum()), int(non_partner.sum())
    if n < 2 or m < 2:
        reason = f"{n} true and {m} other pairs; at least 2 of each are needed"
        return AucEstimate(label, None, None, None, None, method, n, m, "not estimable", reason)
    auc = compute_auc(favour[partner], favour[non_partner])
    if method == "pigeonhole":
        if rng is None:
            raise ValueError("the pigeonhole bootstrap needs a generator: give rng")
        limits = _draw_pigeonholes(favour, partner, non_partner, rng, n_draws)
    elif auc in (0.0, 1.0):
        limits = _bound_separation(auc, n)
    elif method == "delong":
        limits = _compute_delong(auc, favour[partner], favour[non_partner])
    else:
        limits = _leave_out_partners(auc, favour, partner, non_partner)
    return AucEstimate(
        label,
        auc,
        limits.se,
        limits.low,
        limits.high,
        method,
        n,
        m,
        "estimated",
        limits.reason,
    )


def estimate_campaign_auc(
    table: ScoreTable,
    partner: Flags,
    non_partner: Flags,
    settings: CalibrationSettings | None = None,
) -> tuple[AucEstimate, AucEstimate]:
    """Estimate the area under the ROC curve of the calibrated score and of the raw score.

    Parameters
    ----------
    table : ScoreTable
        Scores with asked and decoy pairs.
    partner, non_partner : ndarray of bool, shape (r, c)
        True pairs, and pairs that are taken for non-partners.
    settings : CalibrationSettings, optional
        Matching and correction.

    Notes
    -----
    A decoy pair is left out of its own null. Decoy pairs were not shown to be non-partners, so
    that the area is rather too small than too large. Poses of decoy pairs are not judged, so no
    pair is left out for its pose: true pairs and others count alike.
    """
    table = replace(table, reasons=np.where(table.dropped, "", table.reasons))
    everything = calibrate_pairs(table, settings, pairs=partner | non_partner)
    z = fill_matrix(table, everything, "z")
    calibrated, raw = (
        estimate_auc(favour, partner, non_partner, label=f"{label} of this campaign")
        for label, favour in (("calibrated score", z), ("raw score", table.favour))
    )
    return calibrated, raw


def rank_partners(
    favour: Floats,
    partner: Flags,
    non_partner: Flags,
    fixed: tuple[str, ...],
    mobile: tuple[str, ...],
) -> pl.DataFrame:
    """Rank each true pair among the non-partners of its fixed and of its mobile partner.

    Returns
    -------
    polars.DataFrame
        ``fixed``, ``mobile``, ``rank_fixed`` (1 is best, ties share the middle), ``n_fixed``
        (pairs ranked, the true one included), ``rank_mobile``, ``n_mobile``. True pairs without a
        score have null ranks.
    """
    others = np.where(non_partner & ~partner, favour, np.nan)
    rows: list[dict[str, object]] = []
    for i, j in np.argwhere(partner).tolist():
        row: dict[str, object] = {"fixed": fixed[i], "mobile": mobile[j]}
        if np.isfinite(favour[i, j]):
            for side, line in (("fixed", others[i]), ("mobile", others[:, j])):
                rank = 1 + (line > favour[i, j]).sum() + 0.5 * (line == favour[i, j]).sum()
                row |= {f"rank_{side}": float(rank), f"n_{side}": 1 + int(np.isfinite(line).sum())}
        rows.append(row)
    schema = {"fixed": pl.String, "mobile": pl.String, "rank_fixed": pl.Float64}
    schema |= {"n_fixed": pl.Int64, "rank_mobile": pl.Float64, "n_mobile": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def _bound_separation(auc: float, n_partners: int) -> _Limits:
    bound = ((1 - _LEVEL) / 2) ** (1 / n_partners)
    low, high = (bound, 1.0) if auc == 1.0 else (0.0, 1.0 - bound)
    return _Limits(
        None, low, high, "complete separation: the interval is that of the true pairs alone"
    )


def _compute_delong(auc: float, partners: Floats, non_partners: Floats) -> _Limits:
    n, m = partners.size, non_partners.size
    ranks = rankdata(np.concatenate([partners, non_partners]))
    of_partners = (ranks[:n] - rankdata(partners)) / m
    of_others = 1.0 - (ranks[n:] - rankdata(non_partners)) / n
    se = float(np.sqrt(of_partners.var(ddof=1) / n + of_others.var(ddof=1) / m))
    return _Limits(se, max(0.0, auc - _Z * se), min(1.0, auc + _Z * se))


def _leave_out_partners(auc: float, favour: Floats, partner: Flags, non_partner: Flags) -> _Limits:
    se = _compute_jackknife_se(favour, partner, non_partner)
    if se is None:
        reason = "one true pair, or one group of joined ones, carries all: no interval"
        return _Limits(None, None, None, reason)
    logit, half = np.log(auc / (1 - auc)), _Z * se / (auc * (1 - auc))
    low, high = (float(1 / (1 + np.exp(-(logit + side * half)))) for side in (-1, 1))
    return _Limits(se, low, high)


def _find_units(partner: Flags) -> tuple[Integers, Integers, int]:
    """Return the unit of each row and column: partners joined by true pairs are one unit."""
    r, c = partner.shape
    i, j = np.nonzero(partner)
    graph = coo_array((np.ones(i.size), (i, r + j)), shape=(r + c, r + c))
    n, labels = connected_components(graph, directed=False)
    return labels[:r].astype(np.int64), labels[r:].astype(np.int64), int(n)


def _compute_jackknife_se(favour: Floats, partner: Flags, non_partner: Flags) -> float | None:
    """Return the jackknife standard error over units, None where leaving one out leaves nothing."""
    rows, columns, n_units = _find_units(partner)
    used = partner | non_partner
    areas = []
    for unit in range(n_units):
        keep = (rows != unit)[:, None] & (columns != unit)
        if not (used & ~keep).any():
            continue
        true, other = favour[partner & keep], favour[non_partner & keep]
        if not true.size or not other.size:
            return None
        areas.append(compute_auc(true, other))
    left_out = np.array(areas)
    n = left_out.size
    return float(np.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum()))


def _draw_pigeonholes(
    favour: Floats, partner: Flags, non_partner: Flags, rng: Generator, n_draws: int
) -> _Limits:
    r, c = favour.shape
    rows = rng.multinomial(r, np.full(r, 1 / r), n_draws)
    columns = rng.multinomial(c, np.full(c, 1 / c), n_draws)
    areas = []
    for by_row, by_column in zip(rows, columns, strict=True):
        weights = np.outer(by_row, by_column)
        true, other = weights[partner], weights[non_partner]
        # a draw without a true or without another pair has no area
        if true.any() and other.any():
            areas.append(
                compute_auc(np.repeat(favour[partner], true), np.repeat(favour[non_partner], other))
            )
    if len(areas) < 2:
        return _Limits(None, None, None, "no draw held a true and another pair: no interval")
    low, high = np.quantile(areas, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return _Limits(float(np.std(areas, ddof=1)), float(low), float(high))

"""What the scores of a cross-docking are worth: areas, ranks, and whether p keeps its promise."""

from __future__ import annotations

import numpy as np
import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.dock.calibration.discrimination import AucEstimate, estimate_auc, rank_partners
from tubulus.dock.calibration.pair_calibration import calibrate_pairs, fill_matrix
from tubulus.dock.calibration.reliability import compute_rate_se
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings

from .cases import Crossing

SEED = 20260711
ALPHAS = (0.01, 0.05, 0.1)
SPLITS = 400
STAGES = {
    "raw": "score",
    "corrected for size": "corrected",
    "two-way z": "z",
    "p": "p",
}


def make_table(crossing: Crossing, scores: np.ndarray) -> ScoreTable:
    """Make the score table: true pairs are asked about, all others stand for non-partners."""
    partner = np.eye(len(crossing.names), dtype=bool)
    reasons = np.full(scores.shape, "", dtype=np.str_)
    sides = crossing.fixed.partners, crossing.mobile.partners
    return ScoreTable(*sides, scores, partner, ~partner, reasons, higher_is_better=True)


def choose_least(table: ScoreTable) -> int:
    """Return the decoys that a pair needs: those of a campaign, or what so few cases can give."""
    seen = np.isfinite(table.scores)
    lines = min(seen.any(axis=1).sum(), seen.any(axis=0).sum())
    return max(2, min(CalibrationSettings().least_decoys, int(lines) - 2))


def calibrate(table: ScoreTable, least: int) -> dict[str, np.ndarray]:
    """Calibrate each pair of the table, true or not; a non-partner is left out of its own null."""
    settings = CalibrationSettings(least_decoys=least)
    everywhere = np.isfinite(table.scores)
    calibration = calibrate_pairs(table, settings, pairs=everywhere)
    kept = {name: fill_matrix(table, calibration, key) for name, key in STAGES.items()}
    return kept | {"smallest": fill_matrix(table, calibration, "smallest_p")}


def estimate_areas(name: str, table: ScoreTable, found: dict[str, np.ndarray]) -> list[AucEstimate]:
    """Estimate the area of each stage of one pair score."""
    return [
        estimate_auc(
            -found[stage] if stage == "p" else found[stage],
            table.asked,
            table.decoy,
            label=f"{name}, {stage}",
        )
        for stage in STAGES
    ]


def rank_true_pairs(table: ScoreTable, favour: np.ndarray) -> pl.DataFrame:
    """Rank each true pair among the non-partners of its fixed and of its mobile partner."""
    names = table.fixed.names, table.mobile.names
    return rank_partners(favour, table.asked, table.decoy, *names)


def tabulate_left_out(table: ScoreTable, found: dict[str, np.ndarray]) -> list[dict[str, object]]:
    """Tabulate p of non-partners, each against the pairs of all other cases.

    The null of a pair of cases i and j is built on the other cases, and on its own row and column
    without i and j themselves: no partner tested stands in it but as the line that is asked about.
    """
    tested = table.decoy & np.isfinite(found["p"])
    if not tested.any():
        return []
    smallest = float(found["smallest"][tested].min())
    return _tabulate("each against all other cases", found["p"], tested, smallest)


def tabulate_sides(table: ScoreTable, least: int) -> list[dict[str, object]]:
    """Tabulate p of one side alone: of each non-partner, its own row and column are all there is.

    So it stands with a user who docks two proteins with decoy partners, but not these with each
    other. Such a p does not know how the other partner scores in general.
    """
    n = len(table.fixed.names)
    tested = table.decoy & np.isfinite(table.scores)
    kept = {side: np.full((n, n), np.nan) for side in ("fixed", "mobile")}
    most = dict.fromkeys(kept, 0)
    for i, j in np.argwhere(tested).tolist():
        cross = np.zeros((n, n), dtype=bool)
        cross[i], cross[:, j] = True, True
        asked = np.zeros((n, n), dtype=bool)
        asked[i, j] = True
        alone = ScoreTable(
            table.fixed,
            table.mobile,
            np.where(cross, table.scores, np.nan),
            asked,
            table.decoy & cross & ~asked,
            table.reasons,
            higher_is_better=True,
        )
        row = calibrate_pairs(alone, CalibrationSettings(least_decoys=least)).pairs
        for side, p in kept.items():
            value = row[f"p_{side}"][0]
            p[i, j] = np.nan if value is None else value
            most[side] = max(most[side], row[f"n_decoys_{side}"][0] or 0)
    rows: list[dict[str, object]] = []
    for side, p in kept.items():
        seen = np.isfinite(p)
        if seen.any():
            name = f"decoy partners of the {side} partner alone"
            rows += _tabulate(name, p, seen, 1.0 / (most[side] + 1))
    return rows


def tabulate_halves(table: ScoreTable) -> list[dict[str, object]]:
    """Tabulate p of non-partners of one half of the cases against a null of the other half.

    Cases are split at random; a pair counts with the mean of its hits over the splits that test
    it, so that the standard error is one over pairs and not over splits.
    """
    n = len(table.fixed.names)
    rng = make_generator(SEED, "halves")
    hits = np.zeros((len(ALPHAS), n, n))
    counts = np.zeros((n, n))
    smallest = 1.0
    for _ in range(SPLITS):
        known = np.isin(np.arange(n), rng.choice(n, n // 2, replace=False))
        found = _calibrate_half(table, known)
        tested = np.isfinite(found["p"])
        counts += tested
        hits += np.stack([tested & (found["p"] <= alpha) for alpha in ALPHAS])
        smallest = min(smallest, float(found["smallest"][tested].min(initial=1.0)))
    tested = counts > 0
    if not tested.any():
        return []
    shares = hits / np.maximum(counts, 1)
    return _summarise("a null of the other half of the cases", shares, tested, smallest)


def _calibrate_half(table: ScoreTable, known: np.ndarray) -> dict[str, np.ndarray]:
    """Calibrate non-partners among unknown cases, of which no pair with each other is null."""
    unknown = ~known
    tested = table.decoy & unknown[:, None] & unknown & np.isfinite(table.scores)
    null = table.decoy & (known[:, None] | known)
    half = ScoreTable(
        table.fixed, table.mobile, table.scores, tested, null, table.reasons, higher_is_better=True
    )
    settings = CalibrationSettings(least_decoys=max(2, int(known.sum()) - 1))
    calibration = calibrate_pairs(half, settings)
    columns = {"p": "p", "smallest": "smallest_p"}
    return {name: fill_matrix(half, calibration, key) for name, key in columns.items()}


def _tabulate(
    name: str, p: np.ndarray, tested: np.ndarray, smallest: float
) -> list[dict[str, object]]:
    hits = np.stack([tested & (p <= alpha) for alpha in ALPHAS]).astype(float)
    return _summarise(name, hits, tested, smallest)


def _summarise(
    name: str, shares: np.ndarray, tested: np.ndarray, smallest: float
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    n = int(tested.sum())
    for alpha, share in zip(ALPHAS, shares, strict=True):
        rate, se = float(share[tested].mean()), compute_rate_se(share, tested)
        bound = alpha + 3 * max(se, float(np.sqrt(alpha * (1 - alpha) / n)))
        rows.append(
            {
                "test": name,
                "alpha": alpha,
                "rate": rate,
                "se": se,
                "n": n,
                "smallest_p": smallest,
                "held": rate <= bound if smallest <= alpha else None,
                "highest_line": _find_highest(share, tested),
            }
        )
    return rows


def _find_highest(share: np.ndarray, tested: np.ndarray) -> float:
    """Return the highest rate of one partner: one line may break what the mean keeps."""
    lines = [
        (np.where(tested, share, 0.0).sum(axis=axis) / np.maximum(tested.sum(axis=axis), 1)).max()
        for axis in (0, 1)
    ]
    return float(max(lines))

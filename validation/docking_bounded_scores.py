"""Error rates of p where scores pile up at a bound, and what a strong decoy pair does to p.

    python validation/docking_bounded_scores.py

Prints the table on scores at a bound of ``docs/explanation/docking-calibration.md`` and the shares
on strong decoy pairs; about a minute of processor time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.dock.calibration.pair_calibration import calibrate_pairs
from tubulus.dock.calibration.score_table import Partners, ScoreTable

Floats = npt.NDArray[np.float64]

N = 13
MATRICES = 400
STRONG_MATRICES = 250


def make_table(scores: Floats) -> ScoreTable:
    """Make a table whose first cell is asked, of partners that are all of different sizes."""
    sides = (
        Partners(
            names=tuple(f"{letter}{i}" for i in range(N)),
            n_residues=np.full(N, size),
            exposed_area=area + 10.0 * np.arange(N),
            families=("",) * N,
            reasons=("",) * N,
        )
        for letter, size, area in (("F", 200.0, 9000.0), ("M", 150.0, 7000.0))
    )
    asked = np.zeros(scores.shape, dtype=bool)
    asked[0, 0] = True
    reasons = np.full(scores.shape, "", dtype=np.str_)
    return ScoreTable(*sides, scores, asked, ~asked, reasons, higher_is_better=True)


def compute_p(scores: Floats, worst: float | None = None) -> float:
    """Compute p of the asked pair."""
    return float(calibrate_pairs(make_table(scores), worst=worst).pairs["p"][0])


def draw_zeros(rng: Generator) -> Floats:
    """Draw a matrix in which both asked partners score 0 with everybody."""
    scores = np.zeros((N, N))
    shape = (N - 1, N - 1)
    scores[1:, 1:] = np.where(rng.random(shape) < 0.35, rng.uniform(0.2, 0.8, shape), 0.0)
    return scores


def draw_exchangeable(rng: Generator) -> Floats:
    """Draw a matrix in which any pair is above 0 as often as any other."""
    return np.where(rng.random((N, N)) < 0.2, rng.uniform(0.2, 0.8, (N, N)), 0.0)


def draw_cut(rng: Generator, worse: float = 0.0) -> Floats:
    """Draw row and column effects with noise, cut at 0; asked partners are worse by so much."""
    rows, columns = rng.normal(size=N), rng.normal(size=N)
    rows[0] -= worse
    columns[0] -= worse
    return np.maximum(0.0, rows[:, None] + columns + rng.normal(size=(N, N)) - 0.5)


WORLDS: dict[str, Callable[[Generator], Floats]] = {
    "asked partners score 0 with everybody, 35 % of other pairs above 0": draw_zeros,
    "20 % of all pairs above 0": draw_exchangeable,
    "row, column and noise SD 1, cut at 0": draw_cut,
    "the same, asked partners 1.5 SD worse with everybody": lambda rng: draw_cut(rng, 1.5),
    "the same, asked partners 3 SD worse with everybody": lambda rng: draw_cut(rng, 3.0),
}


def tabulate_bounds() -> None:
    """Print the share of p at or below two levels, without and with the rule for the bound."""
    for world, draw in WORLDS.items():
        drawn = [draw(np.random.default_rng(seed + 7)) for seed in range(MATRICES)]
        at_bound = np.mean([scores[0, 0] == 0.0 for scores in drawn])
        cells = [f"{at_bound:.2f}"]
        without = np.array([compute_p(scores) for scores in drawn])
        ruled = np.array([compute_p(scores, worst=0.0) for scores in drawn])
        for alpha in (0.05, 0.1):
            cells += [f"{(p <= alpha).mean():.2f}" for p in (without, ruled)]
        print(f"| {world} | {' | '.join(cells)} |", flush=True)


def count_falls() -> None:
    """Print how often a decoy pair that is raised by 5 SD makes p of the asked pair smaller."""
    for name, cell in (("in the asked row", (0, 5)), ("between two decoy partners", (4, 5))):
        falls = 0
        for seed in range(STRONG_MATRICES):
            scores = np.random.default_rng(seed).normal(size=(N, N))
            scores[0, 0] += 1.5
            raised = scores.copy()
            raised[cell] += 5.0
            falls += compute_p(raised) < compute_p(scores) - 1e-12
        print(f"{name}: p smaller in {100 * falls / STRONG_MATRICES:.1f} %", flush=True)


if __name__ == "__main__":
    tabulate_bounds()
    count_falls()

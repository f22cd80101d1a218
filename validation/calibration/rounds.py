"""Many replicates of the screen's tests on simulated cargo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.bench import Bench, Generator
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.discovery_rates import (
    compute_bh_q,
    compute_exact_fdr,
    compute_permutation_fdr,
    compute_receptor_q,
)
from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_pair_distribution,
    compute_receptor_p,
    compute_receptor_tails,
    compute_upper_tail,
)
from tubulus.screen.nulls.null_sets import Chunk, NullDesign, run_chunk

__all__ = ["SEED", "SETS", "Draws", "compute_rate", "draw_replicates"]

# 20240715 was the seed of the rounds after which the second cut of the strata was chosen
SEED = 20261137
SETS = 1_999


@dataclass(frozen=True)
class Draws:
    """What many replicates gave, one row each.

    ``p`` by level, ``q`` by procedure: over receptors (n, R), over rows (n, T), over cell types
    (n, C). ``randomised`` is the global p with its ties broken at random.
    """

    p: dict[str, np.ndarray]
    q: dict[str, np.ndarray]
    randomised: np.ndarray


def screen_replicate(bench: Bench, cargo: np.ndarray, rng: np.random.Generator):
    design = bench.layout.make_design_of(cargo)
    counts = run_chunk(Chunk("calibration", SETS, design), rng)
    tails = compute_receptor_tails(design)
    receptors, _ = compute_receptor_p(design, tails)
    distribution = compute_global_distribution(design)
    observed = int(design.count_observed_partners().sum())
    exact = compute_upper_tail(distribution, observed)
    above = compute_upper_tail(distribution, observed + 1)
    cells = compute_cell_p(design)
    ligands = np.where(design.observed, (1 + counts.ligand_hits) / (SETS + 1), 1.0)
    p = {
        "global": np.array([(1 + counts.global_hits) / (SETS + 1)]),
        "global, closed form": np.array([exact]),
        "receptor": (1 + counts.receptor_hits) / (SETS + 1),
        "receptor, closed form": receptors,
        "cell type": (1 + counts.cell_type_hits) / (SETS + 1),
        "cell type, closed form": cells,
        "pair": ligands[np.nonzero(design.incidence)[0]],
    }
    # the false discovery rates are those of the product, over the rows that it tests
    names = [design.receptors[i] for i in bench.rows]
    q, q_receptor = compute_receptor_q(names, receptors[bench.rows])
    weights = np.bincount(bench.rows, minlength=receptors.size)
    sets = counts.partner_sets
    rates = {
        "q_receptor": q_receptor,
        "q": q,
        "fdr_exact": compute_exact_fdr(receptors, tails)[bench.rows],
        "fdr_permutation": compute_permutation_fdr(receptors, tails, sets)[bench.rows],
        "fdr_permutation_rows": compute_permutation_fdr(receptors, tails, sets, weights)[
            bench.rows
        ],
        "q of cell types": compute_bh_q(cells),
    }
    return p, rates, above + rng.random() * (exact - above)


def compute_cell_p(design: NullDesign) -> np.ndarray:
    membership = design.get_membership()
    p = []
    for column in range(membership.shape[1]):
        weights = design.incidence[:, membership[:, column]].sum(axis=1, dtype=np.int64)
        observed = int(weights[design.observed].sum())
        p.append(compute_upper_tail(compute_pair_distribution(design, weights), observed))
    return np.array(p)


def draw_replicates(bench: Bench, generator: Generator, label: str, replicates: int) -> Draws:
    rows = []
    for i in range(replicates):
        rng = make_generator(SEED, "calibration", label, str(i))
        rows.append(screen_replicate(bench, generator(rng), rng))
    p, q, randomised = zip(*rows, strict=True)
    return Draws(_stack(p), _stack(q), np.array(randomised))


def _stack(rows) -> dict[str, np.ndarray]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def compute_rate(rejected: np.ndarray) -> tuple[float, float]:
    """Return the mean rejection rate and its Monte Carlo SE over replicates."""
    per_replicate = rejected.reshape(rejected.shape[0], -1).mean(axis=1)
    se = per_replicate.std(ddof=1) / np.sqrt(per_replicate.size)
    return float(per_replicate.mean()), float(se)

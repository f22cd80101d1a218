"""The test of abundance on simulated quantities of the built-in cargo."""

from __future__ import annotations

import numpy as np

from calibration.bench import Bench
from calibration.rounds import SEED, compute_rate
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.abundance import compute_abundance_test
from tubulus.screen.nulls.strata import cut_equally

__all__ = ["tabulate_abundance"]

_ALPHAS = (0.001, 0.01, 0.05, 0.1)


def tabulate_abundance(bench: Bench, replicates: int) -> list[str]:
    """Return one row a case: how quantities depend on attention, rounding, and ligands."""
    exposed = np.isin(bench.topology, ["secreted", "surface"]) & bench.built_in
    attention = bench.attention[exposed]
    is_ligand = np.zeros(bench.built_in.size, dtype=bool)
    is_ligand[bench.layout.ligand_gene] = True
    ligands = is_ligand[exposed]
    classes = (bench.topology[exposed] == "secreted").astype(np.int64)
    strata = cut_equally(classes, attention, genes_per_stratum=25)
    one = np.zeros_like(strata)
    cases = [
        ("no trend", 0.0, 0.0, strata),
        ("grows with attention^0.5", 0.5, 0.0, strata),
        ("grows with attention^1", 1.0, 0.0, strata),
        ("grows with attention^1, *without strata*", 1.0, 0.0, one),
        ("ligands 1.6 times as abundant (0.5 SD)", 0.5, 0.5, strata),
        ("ligands 2.7 times as abundant (1 SD)", 0.5, 1.0, strata),
    ]
    lines = []
    for label, slope, shift, within in cases:
        p = []
        for i in range(replicates):
            rng = make_generator(SEED, "abundance", label, str(i))
            log = slope * np.log1p(attention) + shift * ligands + rng.standard_normal(ligands.size)
            # one digit of the logarithm: quantities have ties
            p.append(compute_abundance_test(np.exp(log.round(1)), ligands, within).p)
        cells = [compute_rate(np.array(p) <= alpha) for alpha in _ALPHAS]
        shown = " | ".join(f"{value:.4f} ({se:.4f})" for value, se in cells)
        lines.append(f"| {label} | {shown} |")
    return lines

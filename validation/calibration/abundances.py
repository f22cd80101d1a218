"""The test of abundance on simulated quantities of the built-in cargo."""

from __future__ import annotations

import numpy as np
from scipy.stats import mannwhitneyu

from calibration.bench import Bench
from calibration.judging import show_rates
from calibration.rounds import SEED
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.abundance import compute_abundance_test
from tubulus.screen.nulls.strata import assign_strata

__all__ = ["tabulate_abundance"]


def tabulate_abundance(bench: Bench, replicates: int) -> list[str]:
    """Return one row a case: how quantities depend on attention, rounding, and ligands."""
    exposed = np.isin(bench.topology, ["secreted", "surface"]) & bench.built_in
    attention = bench.attention[exposed]
    is_ligand = np.zeros(bench.built_in.size, dtype=bool)
    is_ligand[bench.layout.ligand_gene] = True
    ligands = is_ligand[exposed]
    classes = (bench.topology[exposed] == "secreted").astype(np.int64)
    strata = assign_strata(classes, attention, genes_per_stratum=10)
    cases = [
        ("no trend", 0.0, 0.0, True),
        ("grows with attention^0.5", 0.5, 0.0, True),
        ("grows with attention^1", 1.0, 0.0, True),
        ("grows with attention^1, *without strata*", 1.0, 0.0, False),
        ("ligands 1.6 times as abundant (0.5 SD)", 0.5, 0.5, True),
        ("ligands 2.7 times as abundant (1 SD)", 0.5, 1.0, True),
    ]
    lines = []
    for label, slope, shift, stratified in cases:
        p = []
        for i in range(replicates):
            rng = make_generator(SEED, "abundance", label, str(i))
            log = slope * np.log1p(attention) + shift * ligands + rng.standard_normal(ligands.size)
            # one digit of the logarithm: quantities have ties
            quantity = np.exp(log.round(1))
            if stratified:
                p.append(compute_abundance_test(quantity, ligands, strata).p)
            else:
                # one stratum is the rank-sum test, whose closed form would take a minute here
                chosen, others = quantity[ligands], quantity[~ligands]
                test = mannwhitneyu(chosen, others, alternative="greater", method="asymptotic")
                p.append(test.pvalue)
        rates = show_rates(np.array(p))
        lines.append(
            f"| {label} | {rates.rpartition('|')[0]}| – |" if shift else f"| {label} | {rates} |"
        )
    return lines

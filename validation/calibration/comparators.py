"""The rank among other vesicle proteomes when cargo and lists come from one generator."""

from __future__ import annotations

import numpy as np
import polars as pl

from calibration.bench import Bench
from calibration.judging import show_rates
from calibration.rounds import SEED
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.comparator import rank_among_lists
from tubulus.screen.nulls.simulated_cargo import simulate_cargo

__all__ = ["tabulate_comparators"]

_ALPHAS = (0.05, 0.1, 0.2)
# a list of a study prefers what the study prefers, which makes lists of one study alike
_STUDY_SD = 2.0
_SIZES = (239, 1_100)
# eleven studies with one list, and three with seven
_STUDIES = (1,) * 11 + (7, 7, 7)


def _make_panel(
    bench: Bench, studies: tuple[int, ...], sd: float, rng: np.random.Generator
) -> tuple[list[tuple[str, frozenset[str]]], list[str]]:
    """Return named lists and the study of each; the first list is the cargo."""
    weights = bench.weigh(0.5)
    genes = np.array(bench.layout.genes)
    lists, told = [], []
    for study, number in enumerate((1, *studies)):
        preferred = weights + sd * rng.standard_normal(weights.size)
        size = int(rng.integers(*_SIZES))
        for _ in range(number):
            chosen = simulate_cargo(preferred, size, rng)
            lists.append((f"list {len(lists)}", frozenset(genes[chosen].tolist())))
            told.append(f"study {study}")
    return lists, told


def _rank(bench: Bench, counts: dict[str, int], lists, studies):
    sizes = [len(genes) for _, genes in lists[1:]]
    panel = pl.DataFrame(
        {
            "list_id": np.repeat([name for name, _ in lists[1:]], sizes),
            "symbol": [gene for _, genes in lists[1:] for gene in genes],
            "study": np.repeat(studies[1:], sizes),
        }
    )
    own = lists[0][1]
    return rank_among_lists(own, panel, counts, own=own, min_genes=200)


def tabulate_comparators(bench: Bench, replicates: int) -> list[str]:
    """Return the rates of p over groups of lists, and of p over lists."""
    weights = bench.layout.incidence.sum(axis=1).tolist()
    counts = dict(zip(bench.layout.ligands, weights, strict=True))
    cases = {
        "31 lists, independent": ((1,) * 31, 0.0),
        "32 lists of 14 studies, three with seven lists": (_STUDIES, _STUDY_SD),
    }
    lines = []
    for label, (studies, sd) in cases.items():
        by_group, by_list, groups = [], [], []
        for i in range(replicates):
            rng = make_generator(SEED, "comparator", label, str(i))
            rank = _rank(bench, counts, *_make_panel(bench, studies, sd, rng))
            by_group.append(rank.p)
            by_list.append(rank.rank / (rank.lists + 1))
            groups.append(rank.groups)
        for name, p in (("groups", by_group), ("lists", by_list)):
            shown = show_rates(np.array(p), _ALPHAS)
            lines.append(f"| {label} | {name} | {np.mean(groups):.1f} | {shown} |")
    return lines

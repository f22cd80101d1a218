"""The nulls of shuffled cell labels: permutation, and the closed form by moments."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from calibration.judging import show_rates
from calibration.rounds import SEED
from tubulus.core.seeds import make_generator
from tubulus.screen.expression import (
    build_expression,
    compute_moment_null,
    score_expression,
    simulate_label_null,
)

__all__ = ["LABEL_CELLS", "tabulate_labels"]

LABEL_CELLS, _GENES, _PERMUTATIONS = 400, 60, 999
_SHARE = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
_NAMES = [f"G{i}" for i in range(_GENES)]
# forty pairs of single genes, and ten receptors of two subunits
_PAIRS = [
    *(([f"G{i}"], [f"G{i + 20}"]) for i in range(20)),
    *(([f"G{i}"], [f"G{(7 * i) % 20 + 40}"]) for i in range(20)),
    *(([f"G{i}"], [f"G{i + 20}", f"G{i + 40}"]) for i in range(10)),
]


def _simulate_values(rng: np.random.Generator) -> np.ndarray:
    """Simulate log1p of counts per 10,000: genes differ in mean, cells in depth."""
    means = rng.gamma(0.8, 1.5, _GENES)
    depth = rng.lognormal(0.0, 0.4, (LABEL_CELLS, 1))
    counts = rng.poisson(means * depth * rng.gamma(1.0, 1.0, (LABEL_CELLS, _GENES)))
    total = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.log1p(1e4 * counts / total)


def _simulate_labels(values: np.ndarray, rng: np.random.Generator, *, donors: bool):
    """Return values and labels: dealt at random, or following eight donors.

    Each donor has a level of its own for every gene, and shares of the labels of its own.
    """
    if not donors:
        return values, rng.choice(_SHARE.size, LABEL_CELLS, p=_SHARE)
    donor = rng.integers(0, 8, LABEL_CELLS)
    values = values * rng.lognormal(0.0, 0.3, (8, _GENES))[donor]
    ends = rng.dirichlet(4.0 * _SHARE, 8).cumsum(axis=1)[donor]
    labels = (rng.random((LABEL_CELLS, 1)) > ends).sum(axis=1)
    return values, np.minimum(labels, _SHARE.size - 1)


def tabulate_labels(replicates: int) -> list[str]:
    """Return the rates of both nulls on labels that mean nothing, with and without the filter."""
    lines = []
    for case, min_share, donors in (
        ("dealt at random, no filter", 0.0, False),
        ("dealt at random, filter of 10 %", 0.1, False),
        ("following eight donors, no filter", 0.0, True),
    ):
        found: dict[str, list[np.ndarray]] = {"permutation": [], "moments": []}
        for i in range(replicates):
            rng = make_generator(SEED, "labels", case, str(i))
            values, labels = _simulate_labels(_simulate_values(rng), rng, donors=donors)
            names = [f"t{label}" for label in labels]
            data = build_expression(sparse.csr_array(values), _NAMES, names)
            scores = score_expression(data, _PAIRS, min_share=min_share)
            null = simulate_label_null(data, scores, rng, permutations=_PERMUTATIONS)
            found["permutation"].append(null.p)
            found["moments"].append(compute_moment_null(data, scores).p)
        lines += [f"| {case} | {name} | {_show(p)} |" for name, p in found.items()]
    return lines


def _show(tests: list[np.ndarray]) -> str:
    """Return the rates; which pairs pass the filter differs between replicates."""
    most = max(one.size for one in tests)
    shown = np.full((len(tests), most), np.nan)
    for row, one in zip(shown, tests, strict=True):
        row[: one.size] = one
    return show_rates(shown)

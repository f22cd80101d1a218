"""Random cells for tests; nobody's expression."""

import numpy as np

from tubulus.screen.expression.matrix import build_expression

GENES = tuple(f"g{i}" for i in range(8))


def draw_cells(seed=1, cells=90, labels=3, *, integer=False):
    rng = np.random.default_rng(seed)
    matrix = rng.poisson(0.8, (cells, 8)) * (1.0 if integer else rng.gamma(3.0, 0.3, (cells, 8)))
    names = [f"t{i}" for i in rng.integers(0, labels, cells)]
    return build_expression(matrix, GENES, names)

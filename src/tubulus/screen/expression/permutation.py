"""The label-permutation null: labels are dealt to the cells anew, scores are computed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import sparse

from tubulus.screen.expression.matrix import ExpressionData
from tubulus.screen.expression.scores import ExpressionScores

__all__ = ["ComplexRule", "LabelNull", "simulate_label_null"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Places = NDArray[np.int64]
ComplexRule = Literal["minimum", "lowest_subunit"]

# Sums of single-precision numbers carry a relative error of about this; permuted scores within it
# of the observed one are ties.
_TIE = 2e-6
# bytes of permuted means held at once, and columns of one product (wider leaves the cache)
_CUBE_BYTES, _COLUMNS = 400_000_000, 48
_TESTS_PER_STEP = 128


@dataclass(frozen=True, slots=True, eq=False)
class LabelNull:
    """How often permuted labels reach the observed scores.

    Parameters
    ----------
    hits : ndarray of int, shape (n_tests,)
        Permutations whose score is at least the observed one.
    permutations : int
        Permutations drawn.
    p : ndarray, shape (n_tests,)
        (1 + hits) / (1 + permutations).
    smallest_p : float
        The least that ``p`` can be.
    """

    hits: Places
    permutations: int
    p: Floats
    smallest_p: float

    @property
    def hit_share(self) -> Floats:
        """Hits / permutations: what LIANA and CellPhoneDB call p; it can be 0."""
        return self.hits / self.permutations


def simulate_label_null(
    data: ExpressionData,
    scores: ExpressionScores,
    rng: Generator,
    *,
    permutations: int = 1_000,
    complexes: ComplexRule = "minimum",
) -> LabelNull:
    """Compare scores with those under permuted labels.

    Parameters
    ----------
    data : ExpressionData
        Expression and labels.
    scores : ExpressionScores
        Scores of the same data.
    rng : numpy.random.Generator
        Source of randomness. One ``rng.permutation(n_cells)`` a permutation, in order.
    permutations : int
        Number of permutations.
    complexes : {"minimum", "lowest_subunit"}
        What a complex is under permuted labels: the lowest of its subunits there, as in
        CellPhoneDB, or the subunit that is lowest under the true labels, as in LIANA.

    Notes
    -----
    Products of the sparse matrix of the genes that are tested with blocks of permuted indicator
    columns, in single precision. A permuted score that differs from the observed one by less
    than 2e-6 of it is a tie and counts as reached: against double precision about one test in
    200 has one hit of 1,000 more or less. Memory: the permuted means of as many
    permutations as fit into 400 MB, beside the data.
    """
    if permutations < 1:
        raise ValueError(f"permutations must be at least 1, not {permutations}")
    plan = _plan_rows(scores, complexes)
    expression = sparse.csr_array(data.select(scores.genes[plan.genes]).T, dtype=np.float32)
    hits = np.zeros(scores.score.size, dtype=np.int64)
    threshold = (2.0 * scores.score * (1.0 - _TIE)).astype(np.float32)
    rows = plan.genes.size + len(plan.complexes)
    batch = max(1, _CUBE_BYTES // max(4 * rows * len(data.labels), 1))
    for begin in range(0, permutations, batch):
        size = min(batch, permutations - begin)
        cube = _permute_means(data, expression, plan, rng, size)
        hits += _count_reached(cube, plan, scores, threshold)
    return LabelNull(
        hits=hits,
        permutations=permutations,
        p=(1 + hits) / (1 + permutations),
        smallest_p=1 / (1 + permutations),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of the cube of permuted means: genes, then complexes; and each test's two rows."""

    genes: Places
    complexes: tuple[Places, ...]
    ligand: Places
    receptor: Places


def _plan_rows(scores: ExpressionScores, rule: ComplexRule) -> _Rows:
    """Give each test its two rows, and leave out genes that no test needs."""
    size = scores.genes.size
    ligand, receptor = scores.ligand.copy(), scores.receptor.copy()
    known: dict[tuple[int, ...], int] = {}
    if rule == "minimum":
        for side, rows in enumerate((ligand, receptor)):
            parts = [pair[side] for pair in scores.subunits]
            row_of_pair = np.array(
                [
                    size + known.setdefault(tuple(sorted(part.tolist())), len(known))
                    if part.size > 1
                    else -1
                    for part in parts
                ],
                dtype=np.int64,
            )
            chosen = row_of_pair[scores.pair] if row_of_pair.size else scores.pair
            rows[chosen >= 0] = chosen[chosen >= 0]
    tested = np.union1d(ligand, receptor)
    complexes = [key for key, row in known.items() if size + row in tested]
    members = np.array([gene for key in complexes for gene in key], dtype=np.int64)
    genes = np.union1d(tested[tested < size], members)
    new = np.zeros(size + len(known), dtype=np.int64)
    new[genes] = np.arange(genes.size)
    new[[size + known[key] for key in complexes]] = genes.size + np.arange(len(complexes))
    return _Rows(
        genes=genes,
        complexes=tuple(new[list(key)] for key in complexes),
        ligand=new[ligand],
        receptor=new[receptor],
    )


def _permute_means(
    data: ExpressionData,
    expression: sparse.csr_array,
    plan: _Rows,
    rng: Generator,
    permutations: int,
) -> Singles:
    """Compute the means of each row and label, shape (rows, labels, permutations)."""
    genes, labels = plan.genes.size, len(data.labels)
    cube = np.empty((genes + len(plan.complexes), labels, permutations), dtype=np.float32)
    cells = data.count_cells().astype(np.float32)[:, None]
    done = 0
    for indicators in _draw_indicators(data, rng, permutations):
        width = indicators.shape[1] // labels
        sums = np.asarray(expression @ indicators).reshape(genes, labels, width)
        np.divide(sums, cells, out=cube[:genes, :, done : done + width])
        done += width
    for i, members in enumerate(plan.complexes):
        np.minimum.reduce(cube[members], axis=0, out=cube[genes + i])
    return cube


def _draw_indicators(data: ExpressionData, rng: Generator, permutations: int) -> Iterator[Singles]:
    """Draw permuted labels as indicator columns, label by label, a few permutations at a time."""
    cells, labels = data.codes.size, len(data.labels)
    width = max(1, _COLUMNS // labels)
    for begin in range(0, permutations, width):
        size = min(width, permutations - begin)
        indicators = np.zeros((cells, labels, size), dtype=np.float32)
        for k in range(size):
            indicators[rng.permutation(cells), data.codes, k] = 1.0
        yield indicators.reshape(cells, labels * size)


def _count_reached(
    cube: Singles, plan: _Rows, scores: ExpressionScores, threshold: Singles
) -> Places:
    """Count for each test the permutations whose sum of means reaches the threshold."""
    rows = cube.reshape(-1, cube.shape[2])
    labels = cube.shape[1]
    ligand = plan.ligand * labels + scores.source
    receptor = plan.receptor * labels + scores.target
    hits = np.zeros(threshold.size, dtype=np.int64)
    for begin in range(0, hits.size, _TESTS_PER_STEP):
        step = slice(begin, begin + _TESTS_PER_STEP)
        total = rows[ligand[step]]
        total += rows[receptor[step]]
        hits[step] = np.count_nonzero(total >= threshold[step, None], axis=1)
    return hits

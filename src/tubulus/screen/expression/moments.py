"""The permutation null without permutations: exact moments, and a curve through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, ndtr

from tubulus.screen.expression.matrix import ExpressionData
from tubulus.screen.expression.scores import ExpressionScores

__all__ = ["MomentNull", "compute_moment_null"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
_PAIRS_PER_STEP = 512


@dataclass(frozen=True, slots=True, eq=False)
class MomentNull:
    """Moments of each score under permuted labels, and the p of a curve with these moments.

    Parameters
    ----------
    mean, variance, skewness : ndarray, shape (n_tests,)
        Exact for the score of two genes.
    p : ndarray, shape (n_tests,)
        Upper tail of a Pearson type III curve; approximate.
    """

    mean: Floats
    variance: Floats
    skewness: Floats
    p: Floats


def compute_moment_null(data: ExpressionData, scores: ExpressionScores) -> MomentNull:
    """Compute the null of the label permutation from its first three moments.

    Parameters
    ----------
    data : ExpressionData
        Expression and labels.
    scores : ExpressionScores
        Scores of the same data. A complex counts as the subunit that is lowest under the true
        labels (the rule ``"lowest_subunit"`` of the simulation).

    Notes
    -----
    A score is (T_u(x) + T_v(y)) / 2 with T_u(x) = sum of u_i x_i over cells, u_i = 1/n_s in the
    label s and 0 elsewhere. Over random relabelings, with weights and expression centred,
    E[T_a T_b] = S_ab X_ab / (N - 1) and E[T_a T_b T_c] = N S_abc X_abc / ((N - 1)(N - 2)), S and X
    the sums of products of weights and of expression over the N cells; for one gene these are
    the moments of the mean of a sample without replacement (Cochran, Sampling Techniques, 3rd
    ed., chapter 2). The tail is that of a Pearson type III curve with these moments, as in
    Mielke and Berry, Permutation Methods (2nd ed., 2007). The p is a number of its own: it can
    lie below 1 / (1 + permutations), where the curve is extrapolated and was not checked.
    """
    cells = data.codes.size
    weights = _Weights.from_counts(data.count_cells())
    x = _sum_products(data, scores)
    s, t = scores.source, scores.target
    center = (x.mean[scores.ligand] + x.mean[scores.receptor]) / 2.0
    variance = (
        weights.two[s, s] * x.square[scores.ligand]
        + weights.two[t, t] * x.square[scores.receptor]
        + 2.0 * weights.two[s, t] * x.product
    ) / (4.0 * max(cells - 1, 1))
    third = (
        weights.three[s, s] * x.cube[scores.ligand]
        + weights.three[t, t] * x.cube[scores.receptor]
        + 3.0 * weights.three[s, t] * x.ligand_twice
        + 3.0 * weights.three[t, s] * x.receptor_twice
    ) * (cells / (8.0 * max((cells - 1) * (cells - 2), 1)))
    variance = np.maximum(variance, 0.0)
    # rounding of a variance that is zero: the score cannot change (one label, or no variation)
    fixed = variance <= 1e-12 * np.maximum(center, 1e-300) ** 2
    deviation = np.sqrt(np.where(fixed, 1.0, variance))
    skewness = np.where(fixed, 0.0, third / deviation**3)
    p = compute_pearson_tail((scores.score - center) / deviation, skewness)
    return MomentNull(center, variance, skewness, np.where(fixed, 1.0, p))


def compute_pearson_tail(z: Floats, skewness: Floats) -> Floats:
    """Compute the upper tail of a standardised Pearson type III curve.

    Parameters
    ----------
    z : ndarray
        Standardised value.
    skewness : ndarray
        Skewness of the curve; the normal curve where it is nearly zero.

    Notes
    -----
    With shape k = 4 / skewness^2, (k + z sqrt(k) sign) follows a gamma distribution.
    """
    size = np.maximum(np.abs(skewness), 1e-4)
    shape = 4.0 / size**2
    point = np.maximum(shape + np.sign(skewness) * z * np.sqrt(shape), 0.0)
    upper = gammaincc(shape, point)
    tail = np.where(skewness > 0, upper, 1.0 - upper)
    result: Floats = np.where(np.abs(skewness) < 1e-4, ndtr(-z), tail)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """Sums of products of centred label weights, by label."""

    two: Floats
    three: Floats

    @classmethod
    def from_counts(cls, counts: Places) -> _Weights:
        """Sum u_s u_t, and u_s^2 u_t, over the cells."""
        total = counts.sum()
        n = counts.astype(np.float64)
        # value of the weight of label s (rows) on the cells of label c (columns)
        value = np.diag(1.0 / n) - 1.0 / total
        two = np.einsum("sc,tc,c->st", value, value, n)
        three = np.einsum("sc,sc,tc,c->st", value, value, value, n)
        return cls(two, three)


@dataclass(frozen=True, slots=True, eq=False)
class _Products:
    """Sums of products of centred expression: by gene, and by test for its two genes."""

    mean: Floats
    square: Floats
    cube: Floats
    product: Floats
    ligand_twice: Floats
    receptor_twice: Floats


def _sum_products(data: ExpressionData, scores: ExpressionScores) -> _Products:
    cells = data.codes.size
    values = data.select(scores.genes)
    sums = [np.asarray((values**k).sum(axis=0)).ravel() for k in (1, 2, 3)]
    mean = sums[0] / cells
    square = sums[1] - cells * mean**2
    cube = sums[2] - 3.0 * mean * sums[1] + 2.0 * cells * mean**3
    key = scores.ligand * max(scores.genes.size, 1) + scores.receptor
    distinct, back = np.unique(key, return_inverse=True)
    first, second = np.divmod(distinct, max(scores.genes.size, 1))
    raw = np.zeros((3, distinct.size))
    for begin in range(0, distinct.size, _PAIRS_PER_STEP):
        step = slice(begin, begin + _PAIRS_PER_STEP)
        x, y = values[:, first[step]], values[:, second[step]]
        xy = x.multiply(y)
        raw[0, step] = np.asarray(xy.sum(axis=0)).ravel()
        raw[1, step] = np.asarray(xy.multiply(x).sum(axis=0)).ravel()
        raw[2, step] = np.asarray(xy.multiply(y).sum(axis=0)).ravel()
    a, b = mean[first], mean[second]
    product = raw[0] - cells * a * b
    # sum of (x - a)^2 (y - b) and of (x - a)(y - b)^2
    ligand_twice = raw[1] - b * sums[1][first] - 2.0 * a * raw[0] + 2.0 * cells * a**2 * b
    receptor_twice = raw[2] - a * sums[1][second] - 2.0 * b * raw[0] + 2.0 * cells * a * b**2
    return _Products(mean, square, cube, product[back], ligand_twice[back], receptor_twice[back])

from itertools import permutations

import numpy as np
import pytest
from scipy import stats
from tests.support.cells import draw_cells

from tubulus.screen.expression.matrix import build_expression
from tubulus.screen.expression.moments import compute_moment_null, compute_pearson_tail
from tubulus.screen.expression.permutation import simulate_label_null
from tubulus.screen.expression.scores import score_expression

PAIRS = [("g0", "g1"), ("g2", "g2"), ("g3", ["g4", "g5"])]


def test_mean_variance_and_skewness_are_exact_over_all_relabelings():
    matrix = np.random.default_rng(0).gamma(1.0, size=(7, 2))
    data = build_expression(matrix, ["L", "R"], list("aaabbcc"))
    scores = score_expression(data, [("L", "R")])
    values = []
    for order in permutations(range(7)):
        codes = data.codes[list(order)]
        means = np.array([matrix[codes == k].mean(axis=0) for k in range(3)])
        values.append((means[scores.source, 0] + means[scores.target, 1]) / 2)

    null = compute_moment_null(data, scores)

    values = np.array(values)
    assert scores.score.size == 9
    assert null.mean == pytest.approx(values.mean(axis=0), rel=1e-12)
    assert null.variance == pytest.approx(values.var(axis=0), rel=1e-10)
    assert null.skewness == pytest.approx(stats.skew(values, axis=0), rel=1e-9, abs=1e-11)


def test_p_is_close_to_that_of_many_permutations():
    data = draw_cells(3, cells=400)
    scores = score_expression(data, PAIRS)

    null = compute_moment_null(data, scores)

    simulated = simulate_label_null(
        data, scores, np.random.default_rng(1), permutations=4_000, complexes="lowest_subunit"
    )
    # five standard errors of a share of 4,000 at most, 0.04, are not needed: the curve is good
    assert np.abs(null.p - simulated.p).max() < 0.03


def test_one_label_or_a_constant_gene_leave_nothing_to_compare():
    one_label = draw_cells(4, labels=1)
    constant = build_expression(np.ones((6, 2)), ["g0", "g1"], list("aaabbb"))

    for data in (one_label, constant):
        null = compute_moment_null(data, score_expression(data, [("g0", "g1")]))
        assert (null.p == 1.0).all()


def test_two_cells_have_moments():
    data = build_expression([[1.0, 2.0], [3.0, 4.0]], ["L", "R"], ["a", "b"])

    null = compute_moment_null(data, score_expression(data, [("L", "R")]))

    assert null.mean.tolist() == [2.5] * 4
    assert np.isfinite(null.p).all()


def test_no_tests_have_no_moments():
    data = draw_cells(5)

    assert compute_moment_null(data, score_expression(data, [])).p.size == 0


@pytest.mark.parametrize("skewness", [-1.5, -0.1, 0.0, 0.3, 2.0])
def test_the_tail_is_that_of_pearsons_third_curve(skewness):
    z = np.linspace(-3, 6, 40)

    tail = compute_pearson_tail(z, np.full(40, skewness))

    assert tail == pytest.approx(stats.pearson3.sf(z, skewness), abs=1e-9)

from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.definite_systems import factor_systems


def draw_matrices(p=4, batch=7):
    roots = np.random.default_rng(1).normal(size=(batch, p + 3, p)) * [1.0, 100.0, 1e-3, 5.0]
    return np.einsum("bni,bnj->ijb", roots, roots)


def test_solutions_and_determinants_equal_those_of_lapack():
    matrices = draw_matrices()
    right = np.random.default_rng(2).normal(size=(4, 7))
    factors = factor_systems(matrices)
    solution, half = factors.solve(right), factors.solve_half(right)

    assert factors.is_definite.all()
    for b in range(7):
        expected = np.linalg.solve(matrices[:, :, b], right[:, b])
        assert solution[:, b] == pytest.approx(expected, rel=1e-9)
        assert half[:, b] @ half[:, b] == pytest.approx(right[:, b] @ expected, rel=1e-9)
        assert factors.invert()[:, :, b] == pytest.approx(
            np.linalg.inv(matrices[:, :, b]), rel=1e-8
        )
        determinant = np.linalg.slogdet(matrices[:, :, b])[1]
        assert factors.compute_log_determinants()[b] == pytest.approx(determinant)


@pytest.mark.parametrize(
    "matrix", [np.zeros((2, 2)), np.ones((2, 2)), np.diag([1.0, 0.0]), np.diag([1.0, -1.0])]
)
def test_a_matrix_that_is_not_definite_is_marked_beside_one_that_is(matrix):
    factors = factor_systems(np.stack([matrix, np.eye(2)], axis=-1))

    assert factors.is_definite.tolist() == [False, True]
    assert np.isfinite(factors.solve(np.ones((2, 2)))).all()

import numpy as np
import pytest
from scipy import sparse
from tests.support.symmetric_systems import make_system

from tubulus.screen.network.linear import SymmetricSystem, solve_symmetric


@pytest.mark.parametrize("limit", [1e-3, 1e-7, 1e-12])
def test_the_stated_residual_is_the_true_one(limit):
    system, dense = make_system()
    right = np.random.default_rng(4).random((80, 6))
    right[:, 2] = 0.0
    x, residual = np.zeros_like(right), right.copy()

    length, _ = solve_symmetric(system, x, residual, limit=limit)

    # x was refined by its residual, so the stated one is that of the step before
    before = np.linalg.norm(right - dense @ (x - residual), axis=0)
    assert (before <= length + 1e-15).all()
    assert (length <= limit).all()


def test_a_system_without_edges_is_solved_at_once():
    system = SymmetricSystem.from_matrix(sparse.csr_array((4, 4)), 0.5)
    x, residual = np.zeros((4, 1)), np.ones((4, 1))

    length, iterations = solve_symmetric(system, x, residual, limit=1e-9)

    assert x == pytest.approx(1.0)
    assert (length[0] <= 1e-9, iterations <= 2) == (True, True)

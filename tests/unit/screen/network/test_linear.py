import numpy as np
import pytest
from scipy import sparse
from tests.support.networks import draw_network

from tubulus.screen.network.linear import SymmetricSystem, solve_symmetric
from tubulus.screen.network.sweeps import improve_singly, subtract_product
from tubulus.screen.network.undirected import normalise_symmetrically


def make_system(seed=1, damping=0.9):
    network = draw_network(seed, nodes=80, edges=200)
    degree = np.asarray(network.weights.sum(axis=0))
    matrix = normalise_symmetrically(network.weights, degree)
    dense = np.eye(80) - damping * matrix.toarray()
    return SymmetricSystem.from_matrix(matrix, damping), dense


def test_sweeps_solve_the_system_in_single_precision():
    system, dense = make_system()
    right = np.random.default_rng(2).random((80, 5)).astype(np.float32)

    x, used = improve_singly(system.single, right.copy(), np.full(5, 1e-10, np.float32), 200)

    assert x == pytest.approx(np.linalg.solve(dense, right), abs=2e-4)
    assert 0 < used < 40


def test_a_column_of_zeros_among_others_stays_zero():
    system, _ = make_system()
    right = np.zeros((80, 2), np.float32)
    right[3, 1] = 1.0

    x, _ = improve_singly(system.single, right, np.full(2, 1e-8, np.float32), 200)

    assert not x[:, 0].any()
    assert np.isfinite(x).all()


def test_the_product_is_subtracted_in_double_precision():
    system, dense = make_system()
    rng = np.random.default_rng(3)
    x, residual = rng.random((80, 3)).astype(np.float32), rng.random((80, 3))
    expected = residual - dense @ x.astype(np.float64)

    subtract_product(system.double, x, residual)

    assert residual == pytest.approx(expected, abs=1e-13)


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

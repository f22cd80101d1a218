import numpy as np
import pytest
from tests.support.symmetric_systems import make_system

from tubulus.screen.network.kernels.sweeps import improve_singly, subtract_product


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

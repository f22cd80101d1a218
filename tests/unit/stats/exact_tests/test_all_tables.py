from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.exact_tests.all_tables import compute_exact_tables
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.exact_tests.fisher import compute_fisher_test
from tubulus.stats.exact_tests.z_pooled import compute_z_pooled_test


@pytest.mark.parametrize(("n_1", "n_0"), [(1, 1), (1, 5), (6, 6), (7, 4), (5, 13)])
def test_every_table_equals_the_tests_of_one_table(n_1, n_0):
    tables = compute_exact_tables(n_1, n_0)

    for x_1 in range(n_1 + 1):
        for x_0 in range(n_0 + 1):
            counts = (x_1, n_1, x_0, n_0)
            found = (tables.fisher, tables.boschloo, tables.z_pooled)
            wanted = (compute_fisher_test, compute_boschloo_test, compute_z_pooled_test)
            for p_values, compute in zip(found, wanted, strict=True):
                assert p_values[x_1, x_0] == pytest.approx(compute(*counts).p_value, abs=1e-12)


def test_seeded_tables_of_40_and_40_equal_the_tests_of_one_table():
    tables, generator = compute_exact_tables(40, 40), np.random.default_rng(7)

    for x_1, x_0 in generator.integers(0, 41, (60, 2)):
        counts = (int(x_1), 40, int(x_0), 40)
        assert tables.boschloo[x_1, x_0] == pytest.approx(
            compute_boschloo_test(*counts).p_value, abs=1e-10
        )
        assert tables.z_pooled[x_1, x_0] == pytest.approx(
            compute_z_pooled_test(*counts).p_value, abs=1e-10
        )


@pytest.mark.parametrize(("n_1", "n_0"), [(0, 4), (4, 0), (0, 0)])
def test_an_empty_arm_is_refused(n_1, n_0):
    with pytest.raises(ValueError, match="no participant"):
        compute_exact_tables(n_1, n_0)

from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.mixed.moments import compute_moments, express_contrasts

NAN = float("nan")


def test_participants_with_the_same_visits_share_a_pattern():
    design = np.ones((4, 2, 1))
    outcome = np.array([[1.0, 2.0], [2.0, NAN], [4.0, 3.0], [5.0, NAN]])
    moments = compute_moments(design, outcome, np.zeros(4, dtype=np.intp), 1)

    assert moments.observed.tolist() == [[True, False], [True, True]]
    assert moments.counts.tolist() == [2.0, 2.0]
    assert not moments.cross[0, 1].any()


def test_cross_products_add_up_to_those_of_all_observations():
    generator = np.random.default_rng(2)
    design, outcome = generator.normal(size=(9, 3, 2)), generator.normal(size=(9, 3))
    moments = compute_moments(design, outcome, np.zeros(9, dtype=np.intp), 1)
    total = sum(moments.cross[0, visit, visit] for visit in range(3))

    assert total == pytest.approx(np.diag([1.0, 1.0, 27.0]), abs=1e-12)


def test_a_contrast_outside_the_design_is_not_estimable():
    design = np.array([[[1.0, 0.0, 1.0]], [[0.0, 1.0, 1.0]], [[0.0, 1.0, 1.0]]])
    moments = compute_moments(design, np.array([[1.0], [2.0], [4.0]]), np.zeros(3, np.intp), 1)
    contrasts = np.array([[1.0, -1.0, 0.0], [1.0, 0.0, 0.0]])

    assert express_contrasts(moments.basis, contrasts)[1].tolist() == [True, False]

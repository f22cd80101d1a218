from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.designs import SharedDesign, StackedDesigns


def test_one_design_repeated_gives_the_products_of_the_shared_one():
    generator = np.random.default_rng(3)
    design, weights = generator.normal(size=(9, 3)), generator.random((5, 9))
    coefficients, matrices = generator.normal(size=(5, 3)), generator.normal(size=(3, 3, 5))
    shared = SharedDesign(design)
    stacked = StackedDesigns(np.repeat(design[None], 5, axis=0)).select(np.arange(5))

    assert shared.p == stacked.p == 3
    assert shared.select(slice(0, 2)) is shared
    assert stacked.predict(coefficients) == pytest.approx(shared.predict(coefficients))
    assert stacked.project(weights) == pytest.approx(shared.project(weights))
    assert stacked.compute_grams(weights) == pytest.approx(shared.compute_grams(weights))
    assert stacked.compute_forms(matrices) == pytest.approx(shared.compute_forms(matrices))


def test_a_gram_is_the_weighted_sum_of_squares():
    gram = SharedDesign(np.array([[1.0, 2.0], [1.0, 3.0]])).compute_grams(np.array([[1.0, 2.0]]))

    assert gram[:, :, 0].tolist() == [[3.0, 8.0], [8.0, 22.0]]

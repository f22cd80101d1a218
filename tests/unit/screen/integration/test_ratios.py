"""Tests of smoothed, monotone, capped likelihood ratios and of the bootstrap weights."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.screen.integration.ratios import (
    compute_log_ratios,
    describe_thin,
    draw_group_weights,
    draw_row_weights,
    fit_ratios,
)

CHAIN = ((3, True),)
FREE = ((3, False),)


def compute(positives, randoms, axes=FREE, cap=1e6, smoothing=1.0):
    arrays = (np.array(positives, dtype=float), np.array(randoms, dtype=float))
    return compute_log_ratios(*arrays, axes, cap=cap, smoothing=smoothing)


def test_with_little_smoothing_the_ratio_is_that_of_the_shares():
    ratios = np.exp(compute([10, 30, 60], [700, 200, 100], smoothing=1e-9))
    assert ratios == pytest.approx([0.1 / 0.7, 0.3 / 0.2, 0.6 / 0.1], rel=1e-6)


def test_a_category_that_was_never_seen_says_nothing():
    assert compute([10, 0, 90], [700, 0, 300])[1] == pytest.approx(0.0, abs=1e-12)


def test_one_random_row_alone_never_speaks_for_a_category():
    assert compute([10, 0, 90], [700, 1, 300])[1] < 0


def test_the_cap_holds_on_both_sides():
    ratios = compute([0, 10, 500], [5000, 10, 0], cap=20)
    assert ratios[0] == pytest.approx(-np.log(20))
    assert ratios[2] == pytest.approx(np.log(20))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 500)), min_size=3, max_size=3))
def test_ratios_never_fall_along_a_known_order(cells):
    ratios = compute([c[0] for c in cells], [c[1] for c in cells], CHAIN)
    assert (np.diff(ratios) >= -1e-9).all()


@pytest.mark.parametrize(("positives", "randoms"), [([0, 0, 0], [5, 5, 5]), ([5, 5, 5], [0, 0, 0])])
def test_an_empty_class_leaves_all_ratios_at_one(positives, randoms):
    assert compute(positives, randoms).tolist() == [0, 0, 0]


def test_weights_of_one_give_the_estimate_itself_in_each_replicate(rng):
    cells = rng.integers(0, 3, 200)
    positive = np.arange(200) < 40
    table = fit_ratios(cells, positive, CHAIN, np.ones((4, 200)), cap=100, smoothing=1)
    assert table.positives.sum() == 40
    assert table.randoms.sum() == 160
    assert (table.replicates == table.log_ratio).all()


def fit_few(listed, axes=((2, True),)):
    """Fit 200 rows of which a few, all positive, are in the second category."""
    cells = (np.arange(200) < listed).astype(int)
    positive = np.arange(200) < 40
    return fit_ratios(cells, positive, axes, np.ones((2, 200)), cap=100, smoothing=1)


def test_a_few_reference_rows_that_are_all_positive_prove_nothing():
    table = fit_few(5)
    assert table.positives.tolist() == [35, 5]
    assert table.log_ratio == pytest.approx([0, 0], abs=1e-9)
    assert (table.replicates == table.log_ratio).all()
    assert "1 category has too few reference rows (under 10)" in describe_thin([table])


def test_ten_reference_rows_teach():
    table = fit_few(10)
    assert table.log_ratio[1] > 2
    assert describe_thin([table]) == ""


def test_a_category_of_few_rows_goes_with_its_stronger_neighbour():
    cells = np.repeat([0, 1, 2], [160, 36, 4])
    table = fit_ratios(cells, cells > 0, CHAIN, np.ones((1, 200)), cap=100, smoothing=1)
    assert table.log_ratio[2] == pytest.approx(table.log_ratio[1])
    assert table.log_ratio[2] > 2


def test_rows_of_one_ligand_are_drawn_together(rng):
    keys = pl.DataFrame({"ligand": ["A", "A", "B", "C"]})
    weights = draw_row_weights(keys, 500, rng)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()
    assert (weights[:, 0] != weights[:, 2]).any()


def test_rows_of_pairs_weigh_the_product_of_ligand_and_receptor(rng):
    keys = pl.DataFrame({"ligand": ["A", "B"], "receptor": ["X", "X"]})
    weights = draw_row_weights(keys, 200, rng)
    # the only receptor is always drawn once, so the ligands alone decide
    assert (weights.sum(axis=1) == 2).all()


def test_a_bootstrap_of_nothing_is_empty(rng):
    keys = pl.DataFrame(schema={"ligand": pl.String})
    assert draw_row_weights(keys, 30, rng).shape == (30, 0)
    assert draw_group_weights(0, 30, rng).shape == (30, 0)


def test_groups_are_drawn_as_often_as_there_are_groups(rng):
    drawn = draw_group_weights(4, 2000, rng)
    assert (drawn.sum(axis=1) == 4).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(4), abs=0.1)

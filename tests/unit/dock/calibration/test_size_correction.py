"""The effect of exposed areas: found, robust, fitted on decoys alone."""

import numpy as np
import pytest

from tubulus.dock.calibration.size_correction import fit_size_effect

RNG = np.random.default_rng(2)
FIXED, MOBILE = RNG.normal(9, 0.5, 10), RNG.normal(8.5, 0.5, 12)
SCORES = (
    3
    + 2 * FIXED[:, None]
    - 1.5 * MOBILE
    + 0.8 * np.outer(FIXED - FIXED.mean(), MOBILE - MOBILE.mean())
)
ALL = np.ones(SCORES.shape, dtype=bool)


def test_slopes_and_product_are_found():
    effect = fit_size_effect(SCORES, FIXED, MOBILE, ALL, with_product=True)

    assert (effect.fixed, effect.mobile, effect.product) == pytest.approx((2.0, -1.5, 0.8))
    assert (effect.n_pairs, effect.state) == (120, "fitted")
    left = SCORES - effect.compute(FIXED, MOBILE)
    assert left == pytest.approx(np.full(SCORES.shape, left[0, 0]))


def test_scores_that_are_no_decoys_do_not_matter():
    decoy = ALL.copy()
    decoy[:, 0] = False
    spoilt = np.where(decoy, SCORES, 1e9)

    effect = fit_size_effect(spoilt, FIXED, MOBILE, decoy, with_product=True)

    alone = fit_size_effect(SCORES[:, 1:], FIXED, MOBILE[1:], ALL[:, 1:], with_product=True)
    assert effect.n_pairs == alone.n_pairs == 110
    assert (effect.fixed, effect.mobile, effect.product) == pytest.approx(
        (alone.fixed, alone.mobile, alone.product)
    )


def test_row_and_column_effects_do_not_blur_the_product():
    rng = np.random.default_rng(6)
    blurred = SCORES + 30 * rng.normal(size=(10, 1)) + 30 * rng.normal(size=12)

    effect = fit_size_effect(blurred, FIXED, MOBILE, ALL, with_product=True)

    assert effect.product == pytest.approx(0.8)


def test_a_few_wild_decoys_move_the_slopes_little():
    noisy = SCORES + 0.1 * np.random.default_rng(3).normal(size=SCORES.shape)
    noisy[0, :3] += 500

    effect = fit_size_effect(noisy, FIXED, MOBILE, ALL, with_product=False)

    assert effect.product == 0.0
    assert effect.mobile == pytest.approx(-1.5, abs=0.3)


def test_too_few_decoys_correct_nothing():
    few = np.zeros(SCORES.shape, dtype=bool)
    few[0] = True

    effect = fit_size_effect(SCORES, FIXED, MOBILE, few, with_product=True)

    assert effect.state == "not fitted"
    assert not effect.compute(FIXED, MOBILE).any()


def test_partners_of_one_size_are_no_obstacle():
    effect = fit_size_effect(SCORES, np.full(10, 9.0), np.full(12, 8.0), ALL, with_product=True)

    assert effect.compute(np.full(10, 9.0), np.full(12, 8.0)) == pytest.approx(
        np.zeros(SCORES.shape)
    )

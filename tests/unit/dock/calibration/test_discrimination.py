"""Areas under the curve and ranks of partners: by hand, ties, separation, joined partners."""

import numpy as np
import pytest
from tests.unit.dock.calibration.tables import make_table

from tubulus.dock.calibration.discrimination import (
    compute_auc,
    estimate_auc,
    estimate_campaign_auc,
    rank_partners,
)

PARTNER = np.eye(8, dtype=bool)


def draw(shift, seed=0):
    scores = np.random.default_rng(seed).normal(size=(8, 8))
    scores[PARTNER] += shift
    return scores


def test_the_area_counts_ties_half():
    assert compute_auc(np.array([2.0, 1.0]), np.array([1.0, 0.0])) == pytest.approx(3.5 / 4)


@pytest.mark.parametrize("method", ["partners", "pigeonhole", "delong"])
def test_every_interval_lies_around_its_area(method):
    estimate = estimate_auc(
        draw(1.0), PARTNER, ~PARTNER, method=method, rng=np.random.default_rng(0), n_draws=200
    )

    assert 0 <= estimate.low < estimate.auc < estimate.high <= 1
    assert (estimate.n_partners, estimate.n_non_partners) == (8, 56)


def test_the_jackknife_leaves_out_a_pair_with_all_that_its_partners_meet():
    scores = draw(1.0)
    areas = []
    for k in range(8):
        kept = np.delete(np.delete(scores, k, 0), k, 1)
        own = np.eye(7, dtype=bool)
        areas.append(compute_auc(kept[own], kept[~own]))

    estimate = estimate_auc(scores, PARTNER, ~PARTNER)

    assert estimate.se == pytest.approx(np.sqrt(7) * np.std(areas))


def test_complete_separation_keeps_an_interval_of_some_width():
    up = estimate_auc(draw(50.0), PARTNER, ~PARTNER)
    down = estimate_auc(draw(-50.0), PARTNER, ~PARTNER)

    assert (up.auc, up.high, down.auc, down.low) == (1.0, 1.0, 0.0, 0.0)
    assert up.low == pytest.approx(0.025 ** (1 / 8))
    assert down.high == pytest.approx(1 - 0.025 ** (1 / 8))


def test_missing_pairs_do_not_count():
    scores = draw(1.0)
    scores[0] = np.nan

    assert estimate_auc(scores, PARTNER, ~PARTNER).n_partners == 7


def test_one_true_pair_is_not_enough():
    one = np.zeros((8, 8), dtype=bool)
    one[0, 0] = True

    estimate = estimate_auc(draw(1.0), one, ~one)

    assert (estimate.state, estimate.auc, estimate.is_useful) == ("not estimable", None, None)


def test_partners_all_joined_to_one_have_an_area_and_no_interval():
    row = np.zeros((8, 8), dtype=bool)
    row[0, :3] = True

    estimate = estimate_auc(draw(0.0), row, ~row)

    assert estimate.auc is not None
    assert estimate.low is None
    assert "carries all" in estimate.reason


def test_the_bootstrap_wants_a_generator():
    with pytest.raises(ValueError, match="give rng"):
        estimate_auc(draw(1.0), PARTNER, ~PARTNER, method="pigeonhole")


def test_true_pairs_are_ranked_on_both_sides_with_ties_in_the_middle():
    scores = np.array([[3.0, 3.0, 5.0], [1.0, 9.0, 2.0], [7.0, 0.0, np.nan]])
    partner = np.eye(3, dtype=bool)

    ranks = rank_partners(scores, partner, ~partner, ("a", "b", "c"), ("x", "y", "z"))

    assert ranks.rows() == [
        ("a", "x", 2.5, 3, 2.0, 3),
        ("b", "y", 1.0, 3, 1.0, 3),
        ("c", "z", None, None, None, None),
    ]


ASKED = tuple((i, i) for i in range(4))
TRUE = np.zeros((12, 12), dtype=bool)
TRUE[range(4), range(4)] = True


def draw_campaign():
    scores = np.random.default_rng(2).normal(size=(12, 12))
    scores[range(4), range(4)] += 8.0
    return scores


def test_pairs_that_lead_the_others_have_an_area_of_one():
    areas = estimate_campaign_auc(make_table(draw_campaign(), ASKED), TRUE, ~TRUE)

    assert [area.auc for area in areas] == [1.0, 1.0]
    assert [area.label.split()[0] for area in areas] == ["calibrated", "raw"]


def test_a_true_pair_with_an_implausible_pose_is_left_out_no_more_than_a_decoy_pair():
    marked = make_table(draw_campaign(), ASKED, reasons={(0, 0): "its pose lies on a glycan"})

    assert [area.n_partners for area in estimate_campaign_auc(marked, TRUE, ~TRUE)] == [4, 4]

"""Pairs against decoy partners: ranks by hand, states, invariances, homology, missing scores."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.dock.calibration.tables import make_table

from tubulus.dock.calibration.matching import derive_decoy_mask
from tubulus.dock.calibration.pair_calibration import (
    PAIR_CALIBRATION_SCHEMA,
    calibrate_pairs,
    fill_matrix,
)
from tubulus.dock.calibration.score_table import build_score_table
from tubulus.dock.calibration.settings import CalibrationSettings

FEW = CalibrationSettings(least_decoys=3, with_product=False)


def draw_scores(seed=0, shape=(12, 12), planted=0.0):
    scores = np.random.default_rng(seed).normal(size=shape)
    scores[0, 0] += planted
    return scores


def read_first(table, settings=None, **more):
    return calibrate_pairs(table, settings, **more).pairs.row(0, named=True)


def test_a_planted_pair_beats_every_decoy_and_reaches_the_smallest_p():
    row = read_first(make_table(draw_scores(planted=12)))

    assert row["state"] == "calibrated"
    assert row["p"] == row["smallest_p"] == pytest.approx(1 / 144)
    assert row["p_fixed"] == row["p_mobile"] == pytest.approx(1 / 12)
    assert (row["percent_fixed"], row["percent_mobile"]) == (100.0, 100.0)
    assert (row["n_decoys_fixed"], row["n_decoys_mobile"], row["n_decoy_pairs"]) == (11, 11, 143)
    assert 8 < row["z"] < 16


def test_p_counts_the_decoy_pairs_with_residuals_at_least_as_large():
    # an additive matrix with an interaction whose rows and columns sum to zero, known by design
    contrast = np.array([2.0, 1.0, -1.0, -2.0])
    table = make_table(np.outer(contrast, contrast))

    row = read_first(table, FEW)

    # studentised, each residual is sign by sign; eight of sixteen cells share the largest value
    assert row["p"] == pytest.approx(8 / 16)
    assert row["percent_fixed"] == pytest.approx(100 * 2 / 3)


def test_lower_scores_are_more_favourable_where_the_table_says_so():
    scores = draw_scores(planted=5)

    high, low = (read_first(make_table(sign * scores, higher=sign > 0)) for sign in (1, -1))

    assert high["p"] == low["p"]
    assert high["z"] == pytest.approx(low["z"])
    assert high["corrected"] == pytest.approx(-low["corrected"])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(-100, 100), st.floats(-100, 100))
def test_p_does_not_know_how_a_partner_scores_in_general(seed, row_shift, column_shift):
    scores = draw_scores(seed)
    shifted = scores.copy()
    shifted[0] += row_shift
    shifted[:, 0] += column_shift

    before, after = (read_first(make_table(values), FEW) for values in (scores, shifted))

    assert after["p"] == before["p"]
    assert after["z"] == pytest.approx(before["z"], abs=1e-8)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 1000), st.floats(-50, 50))
def test_p_does_not_know_unit_and_origin_of_the_score(seed, scale, origin):
    scores = draw_scores(seed)

    before, after = (read_first(make_table(v), FEW) for v in (scores, scale * scores + origin))

    assert after["p"] == before["p"]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1000), st.floats(0.0, 3.0))
def test_a_much_more_favourable_score_never_has_a_larger_p(seed, step):
    scores = draw_scores(seed, shape=(11, 12))
    raised = scores.copy()
    raised[0, 0] += 3 + step

    before, after = (read_first(make_table(values)) for values in (scores, raised))

    assert after["p"] <= before["p"]


def test_the_order_of_partners_changes_nothing():
    rng = np.random.default_rng(5)
    table = make_table(draw_scores(3), rng=np.random.default_rng(1))
    rows, columns = rng.permutation(12), rng.permutation(12)
    partners = [
        pl.DataFrame(
            {
                "name": [side.names[k] for k in order],
                "n_residues": side.n_residues[order],
                "exposed_area": side.exposed_area[order],
            }
        )
        for side, order in ((table.fixed, rows), (table.mobile, columns))
    ]
    pairs = pl.DataFrame(
        [
            (
                table.fixed.names[i],
                table.mobile.names[j],
                float(table.scores[i, j]),
                "asked" if table.asked[i, j] else "decoy",
            )
            for i in rows
            for j in columns
        ],
        schema=["fixed", "mobile", "score", "role"],
        orient="row",
    )
    from_permuted = read_first(
        build_score_table(pairs, *partners, higher_is_better=True),
        CalibrationSettings(n_nearest=10),
    )

    row = read_first(table, CalibrationSettings(n_nearest=10))

    assert from_permuted == pytest.approx(row, abs=1e-9)


def test_tied_scores_count_against_the_pair():
    row = read_first(make_table(np.zeros((12, 12))))

    assert row["p"] == row["p_fixed"] == 1.0
    assert row["percent_fixed"] == 0.0
    assert row["z"] is None


def test_too_few_decoys_give_a_state_and_the_smallest_attainable_p():
    row = read_first(make_table(draw_scores(shape=(6, 12))))

    assert row["state"] == "too few decoys"
    assert row["p"] is None
    assert row["q"] is None
    assert row["p_mobile"] is None
    assert row["p_fixed"] is not None
    assert row["smallest_p"] == pytest.approx(1 / 12)
    assert row["reason"] == (
        "11 decoy partners of the fixed and 5 of the mobile partner; at least 10 of each are needed"
    )


@pytest.mark.parametrize(("shape", "smallest"), [((1, 1), 1.0), ((2, 2), 0.5), ((1, 3), 1.0)])
def test_one_decoy_or_none_judges_nothing(shape, smallest):
    row = read_first(make_table(draw_scores(shape=shape)))

    assert row["state"] == "too few decoys"
    assert row["p"] is row["p_fixed"] is row["p_mobile"] is None
    assert row["smallest_p"] == smallest


def test_decoys_of_one_side_give_the_p_of_that_side_alone():
    row = read_first(make_table(draw_scores(shape=(1, 30), planted=9)))

    assert (row["state"], row["p"], row["p_mobile"]) == ("too few decoys", None, None)
    assert row["p_fixed"] == row["smallest_p"] == pytest.approx(1 / 30)


def test_ties_count_against_a_pair_whose_decoys_never_met():
    scores = np.zeros((13, 13))
    scores[1:, 1:] = np.nan

    row = read_first(make_table(scores))

    assert row["p_fixed"] == row["p_mobile"] == 1.0
    assert row["percent_fixed"] == row["percent_mobile"] == 0.0


@pytest.mark.parametrize("higher", [True, False])
def test_the_scores_of_another_program_are_calibrated_in_their_direction(higher):
    # 0.9 of 1 for the asked pair, all decoys lower; or 3 angstrom where all decoys are farther off
    rng = np.random.default_rng(4)
    scores = rng.uniform(0.1, 0.4, (13, 13))
    scores[0, 0] = 0.9
    scores = scores if higher else 30 * (1 - scores)

    row = read_first(make_table(scores, higher=higher))

    assert row["p"] == row["smallest_p"] == pytest.approx(1 / 169)
    assert (row["percent_fixed"], row["percent_mobile"]) == (100.0, 100.0)
    assert row["z"] > 3


def test_predictions_of_asked_pairs_alone_give_a_state_and_no_p():
    scores = np.full((13, 13), np.nan)
    scores[0, 0] = 0.9

    row = read_first(make_table(scores))

    assert row["state"] == "too few decoys"
    assert row["score"] == 0.9
    assert row["p"] is row["p_fixed"] is row["p_mobile"] is None
    assert row["reason"].startswith("0 decoy partners of the fixed and 0 of the mobile partner")


def test_decoy_partners_that_never_met_each_other_allow_no_two_way_p():
    scores = draw_scores()
    scores[1:, 1:] = np.nan

    row = read_first(make_table(scores))

    assert row["state"] == "too few decoys"
    assert row["reason"].endswith("too few of them were scored with each other")
    assert row["p_fixed"] is not None
    assert row["p_mobile"] is not None


def test_a_pair_without_a_score_is_not_scored():
    scores = draw_scores()
    scores[0, 0] = np.nan

    row = read_first(make_table(scores))

    assert row["state"] == "not scored"
    assert row["score"] is row["p"] is row["z"] is row["corrected"] is None


def test_nothing_scored_judges_nothing():
    calibration = calibrate_pairs(make_table(np.full((12, 12), np.nan)))

    assert calibration.pairs["state"].to_list() == ["not scored"]
    assert calibration.size_effect.state == "not fitted"


def test_no_asked_pair_gives_an_empty_table_of_the_same_shape():
    frame = calibrate_pairs(make_table(draw_scores(), asked=())).pairs

    assert frame.height == 0
    assert frame.schema == pl.Schema(PAIR_CALIBRATION_SCHEMA)


def test_missing_decoy_scores_leave_the_pair_calibrated_on_fewer():
    scores = draw_scores(planted=9)
    scores[3, 4] = scores[0, 5] = np.nan

    row = read_first(make_table(scores))

    assert (row["state"], row["n_decoys_fixed"], row["n_decoys_mobile"]) == ("calibrated", 10, 11)
    assert row["p"] == row["smallest_p"] == pytest.approx(1 / (12 * 11 - 1))


def test_what_is_not_evaluable_passes_through_and_counts_nowhere():
    scores = draw_scores(shape=(13, 12))
    scores[5] = 1e6
    reasons = dict.fromkeys([(5, j) for j in range(12)], "glycan-covered patch")
    table = make_table(scores, asked=((0, 0), (5, 0)), reasons=reasons)

    pairs = calibrate_pairs(table).pairs
    without = calibrate_pairs(make_table(np.delete(scores, 5, axis=0))).pairs

    assert pairs["state"].to_list() == ["calibrated", "not evaluable"]
    assert pairs["reason"][1] == "glycan-covered patch"
    assert pairs["score"][1] == 1e6
    assert pairs["p"][1] is None
    assert pairs.row(0)[3:] == pytest.approx(without.row(0)[3:])


def test_homologous_decoy_partners_stand_in_no_null():
    scores = draw_scores(shape=(13, 14), planted=3)
    scores[0, 1] = scores[0, 2] = scores[3, 0] = 50
    fixed = {"family": ["a", None, None, "a", *[None] * 9]}
    mobile = {"family": ["b", "b", "b", *[None] * 11]}

    row = read_first(make_table(scores, fixed=fixed, mobile=mobile))

    assert (row["n_decoys_fixed"], row["n_decoys_mobile"]) == (11, 11)
    assert row["percent_fixed"] == 100.0


def test_homologues_of_another_asked_pair_stand_in_no_null():
    scores = draw_scores(shape=(13, 14), planted=8)
    scores[4, 6] = 40
    fixed = {"family": [None, "a", None, None, "a", *[None] * 8]}
    mobile = {"family": [None, "b", None, None, None, None, "b", *[None] * 7]}
    table = make_table(scores, asked=((0, 0), (1, 1)), fixed=fixed, mobile=mobile)

    row = read_first(table)

    # rows and columns stay; the related cells (1, 1), (1, 6), (4, 1) and (4, 6) go
    assert row["n_decoy_pairs"] == 13 * 14 - 1 - 4
    assert row["p"] == row["smallest_p"]


def test_a_decoy_pair_can_be_tested_against_the_others():
    scores = draw_scores(planted=20)
    table = make_table(scores)
    everything = np.ones(scores.shape, dtype=bool)

    p = fill_matrix(table, calibrate_pairs(table, pairs=everything), "p")

    assert np.isfinite(p).all()
    assert p.argmin() == 0


def test_rates_run_over_the_calibrated_pairs_alone():
    scores = draw_scores(planted=12)
    scores[1, 1] = np.nan
    pairs = calibrate_pairs(make_table(scores, asked=((0, 0), (1, 1), (2, 2)))).pairs

    p = pairs["p"]

    assert pairs["q"][0] == pytest.approx(min(2 * p[0], p[2]))
    assert pairs["q_by"][0] == pytest.approx(1.5 * pairs["q"][0])
    assert pairs["q"][1] is None


def test_a_tail_stands_beside_only_where_it_is_asked_for():
    table = make_table(draw_scores(planted=2))

    without = calibrate_pairs(table)
    tails = calibrate_pairs(table, with_tail=True).tails

    assert without.tails is None
    assert tails.height == 1
    assert tails["n_decoy_pairs"][0] == 143


def test_p_is_uniform_on_pairs_that_are_decoys_themselves():
    rng = np.random.default_rng(11)
    shape = (16, 16)
    p = []
    for _ in range(6):
        scores = rng.gumbel(size=shape) + 3 * rng.normal(size=(16, 1)) + 3 * rng.normal(size=16)
        table = make_table(scores, asked=())
        tested = np.zeros(shape, dtype=bool)
        tested[np.arange(16), rng.permutation(16)] = True
        p += calibrate_pairs(table, pairs=tested).pairs["p"].to_list()
    p = np.array(p)

    # 96 tests: three binomial standard errors
    for alpha in (0.05, 0.1, 0.5):
        assert abs((p <= alpha).mean() - alpha) <= 3 * np.sqrt(alpha * (1 - alpha) / 96)


def test_a_pair_that_was_dropped_for_its_pose_counts_as_a_test_that_found_nothing():
    asked = ((0, 0), (1, 1), (2, 2))
    scores = draw_scores(planted=12, shape=(14, 14))
    reasons = {(1, 1): "its pose lies on a glycan", (2, 2): "its pose lies on a glycan"}

    free = calibrate_pairs(make_table(scores, asked)).pairs.row(0, named=True)
    row = read_first(make_table(scores, asked, reasons=reasons))

    assert row["p"] == free["p"]
    assert row["q"] == pytest.approx(3 * row["p"])
    assert row["q_by"] == pytest.approx(3 * row["p"] * (1 + 1 / 2 + 1 / 3))


def test_pairs_that_could_not_have_had_a_p_are_no_tests():
    asked = ((0, 0), (1, 1), (2, 2))
    scores = draw_scores(planted=12, shape=(14, 14))
    scores[1, 1] = np.nan
    unfit = ["", "", "fewer residues than are needed", *[""] * 11]
    table = make_table(scores, asked, reasons={(1, 1): "a pose"}, fixed={"reason": unfit})

    row = read_first(table)

    assert row["q"] == row["p"]


def test_a_score_at_the_worst_bound_beats_nobody_whatever_its_partners_score():
    scores = np.zeros((13, 13))
    rng = np.random.default_rng(0)
    scores[1:, 1:] = np.where(rng.random((12, 12)) < 0.35, rng.uniform(0.2, 0.8, (12, 12)), 0.0)

    unbound, row = read_first(make_table(scores)), read_first(make_table(scores), worst=0.0)

    assert unbound["p"] < 0.05
    assert (row["p"], row["p_fixed"], row["p_mobile"], row["q"]) == (1.0, 1.0, 1.0, 1.0)
    assert (row["percent_fixed"], row["raw_percent_fixed"], row["z"]) == (0.0, 0.0, None)


def test_one_structure_under_two_names_stands_in_no_null_of_itself():
    structures = [f"s{j}" for j in range(12)] + ["s0"]
    scores = draw_scores(shape=(13, 13), planted=8)
    scores[0, 12] = scores[0, 0]

    row = read_first(make_table(scores, mobile={"structure": structures}))

    assert row["p"] == row["smallest_p"]
    assert row["percent_fixed"] == 100.0
    assert row["n_decoys_fixed"] == 11


def test_copies_of_a_decoy_partner_count_once_on_either_side():
    once = draw_scores(shape=(13, 13))
    twice = np.vstack([np.hstack([once, once[:, -1:]]), np.append(once[-1], once[-1, -1])])
    structures = [*(f"s{j}" for j in range(13)), "s12"]
    more = {"fixed": {"structure": structures}, "mobile": {"structure": structures}}
    more["mobile"] = {"structure": [f"m{text}" for text in structures]}

    expected, row = read_first(make_table(once)), read_first(make_table(twice, **more))

    assert (row["p"], row["n_decoy_pairs"]) == (expected["p"], 168)


def test_every_name_of_one_structure_is_judged_when_it_is_asked_about():
    once = draw_scores(shape=(13, 13))
    twice = np.vstack([once[:1], once])
    structures = ["same", "same", *(f"s{i}" for i in range(12))]

    expected = calibrate_pairs(make_table(once, asked=[(0, 0)])).pairs
    rows = calibrate_pairs(
        make_table(twice, asked=[(0, 0), (1, 0)], fixed={"structure": structures})
    ).pairs

    assert rows["p"].to_list() == expected["p"].to_list() * 2
    assert rows["n_decoy_pairs"].to_list() == [168, 168]
    assert rows["corrected"].to_list() == pytest.approx(expected["corrected"].to_list() * 2)


def test_a_score_that_was_not_corrected_for_size_has_no_corrected_one():
    row = read_first(make_table(draw_scores(shape=(4, 4))))

    assert row["state"] == "too few decoys"
    assert row["corrected"] is None


def test_a_structure_is_no_decoy_pair_with_itself_under_another_name():
    table = make_table(
        draw_scores(),
        fixed={"structure": [f"f{i}" for i in range(11)] + ["same"]},
        mobile={"structure": [f"m{j}" for j in range(11)] + ["same"]},
    )

    assert derive_decoy_mask(table).sum() == 142


def test_copies_of_relatives_are_kin_to_the_whole_family():
    table = make_table(
        draw_scores(),
        mobile={"family": ["a", "a", "", *[""] * 9], "structure": ["x", "y", "y", *[""] * 9]},
    )

    kin = table.mobile.kinship

    assert kin[0] == kin[1] == kin[2]
    assert len({*kin}) == 10

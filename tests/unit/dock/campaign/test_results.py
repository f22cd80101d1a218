"""The tables of a campaign are equal however it was cut, interrupted and resumed."""

import numpy as np
import pytest
from polars.testing import assert_frame_equal
from tests.unit.dock.campaign.campaigns import FIXED, MOBILE, make_plan, make_prepared, run

from tubulus.dock.calibration.pair_calibration import calibrate_pairs
from tubulus.dock.calibration.score_table import build_score_table
from tubulus.dock.campaign.outcomes import ChunkResult, make_failure
from tubulus.dock.campaign.results import (
    INTERFACE_SCHEMA,
    PAIR_DOCKING_SCHEMA,
    POSE_SCHEMA,
    merge_results,
)
from tubulus.dock.search.rotations import compute_rotation_matrices

TABLES = ("poses", "pair_docking", "interface_profile", "fixed_partners", "mobile_partners")


@pytest.fixture(scope="module")
def plan():
    return make_plan()


@pytest.fixture(scope="module")
def results(plan):
    return run(plan)


def assert_equal(one, two):
    for name in TABLES:
        assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)


def test_tables_have_their_schemas_and_all_pairs(plan, results):
    result = merge_results(plan, results)

    assert dict(result.poses.schema) == POSE_SCHEMA
    assert dict(result.pair_docking.schema) == PAIR_DOCKING_SCHEMA
    assert dict(result.interface_profile.schema) == INTERFACE_SCHEMA
    assert result.counts == {"docked": len(plan.pairs)}
    by_key = {o.key: o.pair_score for chunk in results for o in chunk.outcomes}
    scores = result.pair_docking.select("key", "score").rows()
    assert scores == [(key, by_key[key]) for key, _ in scores]
    assert None not in by_key.values()


def test_other_chunks_in_another_order_give_the_same_bits(plan, results):
    serial = merge_results(plan, results)

    for size in (1, 50):
        other = make_plan(pairs_per_chunk=size)
        assert len(other.chunks) != len(plan.chunks)
        assert_equal(serial, merge_results(other, run(other)[::-1]))


def test_a_resumed_campaign_loses_nothing_and_repeats_nothing(plan, results):
    done = [ChunkResult("part", results[0].outcomes[:1]), *results[1:3]]
    keys = {outcome.key for result in done for outcome in result.outcomes}

    again = run(plan.without(keys))

    assert not keys & {outcome.key for result in again for outcome in result.outcomes}
    assert_equal(merge_results(plan, results), merge_results(plan, [*again, *done]))


def test_pairs_that_are_left_to_be_done_say_so(plan, results):
    table = merge_results(plan, results[:1]).pair_docking

    left = table.filter(table["state"] == "not docked")
    assert left.height == len(plan.pairs) - len(results[0].outcomes)
    assert left["score"].null_count() == left.height


def test_a_failed_pair_has_a_reason_no_score_and_gives_way_to_a_later_success(plan, results):
    key = results[0].outcomes[0].key
    failure = ChunkResult("x", (make_failure(key, "no memory"),))

    failed = merge_results(plan, [failure]).pair_docking
    row = failed.filter(failed["key"] == key).row(0, named=True)

    assert (row["state"], row["reason"], row["score"]) == ("failed", "no memory", None)
    assert_equal(merge_results(plan, [failure, *results]), merge_results(plan, results))


def test_a_pose_is_told_by_what_moves_the_file_of_the_mobile_partner(plan, results):
    poses = merge_results(plan, results).poses
    row = poses.filter((poses["fixed"] == "F0") & (poses["mobile"] == "M0")).row(0, named=True)
    turn = compute_rotation_matrices(np.array([row[f"rotation_{c}"] for c in "wxyz"]))
    shift = np.array([row[f"translation_{c}"] for c in "xyz"])

    placed = MOBILE[0].structure.positions @ turn.T + shift

    gaps = np.linalg.norm(placed[:, None] - FIXED[0].structure.positions, axis=2)
    assert 1.0 < gaps.min() < 10.0


def test_the_interface_names_residues_of_asked_pairs(plan, results):
    profile = merge_results(plan, results).interface_profile

    assert set(profile.select("fixed", "mobile").iter_rows()) == {("F0", "M0"), ("F1", "M2")}
    assert profile["share"].is_between(0.0, 1.0, closed="right").all()
    assert profile["residue"].str.contains(r"^A:(ALA|LEU|LYS)\d+$").all()


def test_the_tables_go_into_the_calibration_as_they_are(plan, results):
    result = merge_results(plan, results)

    table = build_score_table(
        result.pair_docking,
        result.fixed_partners,
        result.mobile_partners,
        higher_is_better=True,
        least_residues=10,
    )

    calibrated = calibrate_pairs(table, plan.settings.calibration).pairs
    assert calibrated["state"].to_list() == ["calibrated", "calibrated"]


def test_a_pair_that_is_not_evaluable_is_docked_and_says_why():
    small = make_prepared("small", 12, reason="12 residues are fewer than 40")
    plan = make_plan([("F0", "small")], mobile=[small])

    result = merge_results(plan, run(plan))

    row = result.pair_docking.row(0, named=True)
    assert (row["state"], row["reason"]) == ("not evaluable", f"small: {small.reason}")
    assert result.poses.height > 0


def test_one_protein_on_both_sides_docks_with_itself():
    plan = make_plan([("M0", "M0")], fixed=MOBILE[:1], mobile=MOBILE[:1])

    assert merge_results(plan, run(plan)).counts == {"docked": 1}


def test_nothing_asked_gives_empty_tables():
    plan = make_plan([], [], [])

    result = merge_results(plan, [])

    assert result.poses.height == result.pair_docking.height == 0
    assert result.counts == {}

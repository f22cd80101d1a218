"""The plan docks each pair once, whatever the order and however many ask for it."""

import pytest
from tests.unit.dock.campaign.campaigns import (
    ASKED,
    COARSE,
    FIXED,
    MOBILE,
    make_plan,
    make_prepared,
)

from tubulus.core.errors import InputError

ALONE = {"decoys": COARSE.decoys.model_copy(update={"fixed": 0, "mobile": 0})}


def test_each_key_stands_in_one_chunk_once():
    plan = make_plan()

    assert sorted(plan.open_keys) == sorted({pair.key for pair in plan.pairs})


def test_a_chunk_is_one_mobile_partner_in_one_box_and_holds_to_its_size():
    plan = make_plan()

    assert max(len(chunk.keys) for chunk in plan.chunks) == 2
    assert all(chunk.box is not None for chunk in plan.chunks)
    assert len({chunk.name for chunk in plan.chunks}) == len(plan.chunks)


def test_pairs_that_are_asked_twice_are_docked_once():
    once, twice = make_plan(), make_plan([*ASKED, *ASKED])

    assert once.pairs == twice.pairs
    assert once.open_keys == twice.open_keys


def test_the_order_of_partners_and_pairs_does_not_matter():
    here, there = make_plan(), make_plan(ASKED[::-1], FIXED[::-1], MOBILE[::-1])

    assert here.pairs == there.pairs
    assert here.open_keys == there.open_keys


def test_one_structure_under_two_names_is_docked_once_for_both():
    copies = [make_prepared("copy", 30, seed=1), make_prepared("other", 30, seed=1)]

    plan = make_plan([("F0", "copy"), ("F0", "other")], mobile=copies, **ALONE)

    assert len(plan.pairs) == 2
    assert len(plan.open_keys) == 1


def test_nothing_asked_plans_nothing():
    assert make_plan([]).chunks == make_plan([]).pairs == ()
    assert make_plan([], [], []).chunks == ()


def test_finished_pairs_leave_the_chunks_and_stay_in_the_plan():
    plan = make_plan()
    done = set(plan.open_keys[:3])

    left = plan.without(done)

    assert set(left.open_keys) == set(plan.open_keys) - done
    assert left.pairs == plan.pairs
    assert plan.without(plan.open_keys).chunks == ()


def test_unknown_and_repeated_names_are_all_told():
    with pytest.raises(InputError) as caught:
        make_plan([("F9", "M0"), ("F0", "N0")], [*FIXED, FIXED[0]])

    assert [(p.file, p.field) for p in caught.value.problems] == [
        ("fixed partners", "F0"), ("pairs", "fixed"), ("pairs", "mobile"),
    ]  # fmt: skip


def test_a_pair_too_large_for_a_worker_is_planned_with_the_reason():
    plan = make_plan(
        [("F0", "M0")],
        **ALONE,
        search=COARSE.search.model_copy(update={"spacing_angstrom": 0.6}),
        worker_megabytes=200,
    )

    assert "worker_megabytes = 200" in plan.chunks[0].reason


def test_relatives_are_told_by_their_sequences_unless_families_are_given():
    derived, given = make_plan(families=None), make_plan(families={"F0": "one", "F1": "two"})

    assert len({*derived.fixed.partners.families, *derived.mobile.partners.families}) == 1
    assert given.fixed.partners.families == ("one", "two", "", "")
    assert len(derived.pairs) < len(given.pairs)

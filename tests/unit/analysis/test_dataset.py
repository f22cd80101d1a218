"""Who is in an analysis set, and the values as arrays."""

from dataclasses import replace

import numpy as np
from tests.support.small_study import Man, make_small_study

from tubulus.analysis.dataset import select_members
from tubulus.study.records.values import ValueState

OUTSIDE = {'when = "exists(allocation)"\n[[strata]]': 'when = "person.age > 35"\n[[strata]]'}


def test_a_participant_whose_membership_is_unknown_is_not_in_the_set(tmp_path):
    men = (Man(age="40"), Man(age=""), Man(age="20"))
    small = make_small_study(tmp_path, men=men, edits=OUTSIDE)

    members = select_members(small.snapshot, small.plan, "all")

    assert [p.id for p in members.participants] == ["P001"]


def test_arms_keep_the_order_of_participants(plain):
    members = select_members(plain.snapshot, plain.plan, "all")

    assert list(members.arms) == ["cells"] * 10 + ["control"] * 10
    assert len(members.keep_arms(["control"])) == 10


def test_a_value_below_the_limit_is_no_number_and_has_its_state(tmp_path):
    men = (Man(fsh=("20", "<0.2")), Man(fsh=("20", "0.3")), Man(fsh=("20", "")))
    small = make_small_study(tmp_path, men=men)

    members = select_members(small.snapshot, small.plan, "all")
    text = "hormones.fsh@month-6"

    np.testing.assert_array_equal(members.get_numbers(text), [np.nan, 0.3, np.nan])
    assert list(members.has_state(text, ValueState.BELOW_LIMIT)) == [True, False, False]


def test_truths_are_one_zero_and_nan(tmp_path):
    men = (Man(age="40"), Man(age="20"), Man(age=""))
    small = make_small_study(tmp_path, men=men, edits={"exists(semen@month-6)": "person.age > 30"})

    members = select_members(small.snapshot, small.plan, "all")

    np.testing.assert_array_equal(members.get_truths("person.age > 30"), [1.0, 0.0, np.nan])


def test_levels_are_codes_and_none_where_unknown(tmp_path):
    men = (Man(infertility="secondary"), replace(Man(), infertility=""))
    small = make_small_study(tmp_path, men=men)

    members = select_members(small.snapshot, small.plan, "all")

    assert members.get_levels("history.infertility_type") == ("secondary", None)


def test_a_truth_as_a_level_is_yes_or_no(tmp_path):
    small = make_small_study(
        tmp_path,
        men=(Man(age="40"), Man(age="20")),
        edits={"exists(semen@month-6)": "person.age > 30"},
    )

    members = select_members(small.snapshot, small.plan, "all")

    assert members.get_levels("person.age > 30") == ("yes", "no")


def test_nobody_gives_empty_arrays(plain):
    nobody = select_members(plain.snapshot, plain.plan, "all").keep_arms([])

    assert len(nobody) == 0
    assert nobody.get_numbers("hormones.fsh@month-6").shape == (0,)
    assert nobody.get_truths("exists(allocation)").dtype == np.float64

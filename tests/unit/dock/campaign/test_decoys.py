"""Decoy pairs are those that the calibration of an asked pair may use, two-way."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.dock.campaign.campaigns import (
    ASKED,
    COARSE,
    FIXED,
    MOBILE,
    make_plan,
    make_prepared,
)


def list_decoys(plan):
    return {(pair.fixed, pair.mobile) for pair in plan.pairs if pair.role == "decoy"}


def set_decoys(**numbers):
    return {"decoys": COARSE.decoys.model_copy(update=numbers)}


def test_each_side_of_an_asked_pair_meets_its_decoy_partners():
    plan = make_plan([("F0", "M0")], **set_decoys(crossed=False))

    assert list_decoys(plan) == {("F0", "M1"), ("F0", "M2"), ("F1", "M0"), ("F2", "M0")}


def test_decoy_partners_are_docked_with_each_other_where_the_two_way_p_is_wanted():
    plan = make_plan([("F0", "M0")])

    assert list_decoys(plan) >= {("F1", "M1"), ("F1", "M2"), ("F2", "M1"), ("F2", "M2")}
    assert len(list_decoys(plan)) == 8


def test_a_decoy_pair_that_is_asked_stays_asked_and_stands_once():
    plan = make_plan([("F0", "M0"), ("F0", "M1")])

    names = [(pair.fixed, pair.mobile) for pair in plan.pairs]
    roles = {(pair.fixed, pair.mobile): pair.role for pair in plan.pairs}
    assert len(names) == len(set(names))
    assert roles["F0", "M1"] == "asked"


def test_homologues_of_an_asked_pair_are_no_decoys():
    plan = make_plan([("F0", "M0")], families={"M1": "one", "M0": "one"})

    assert ("F0", "M1") not in list_decoys(plan)


def test_partners_out_of_one_structure_are_no_decoy_pair_and_others_take_their_place():
    few = set_decoys(fixed=1, mobile=1)
    near = list_decoys(make_plan([("F0", "M0")], **few))
    (nearest,) = [mobile for fixed, mobile in near if fixed == "F0"]

    plan = make_plan([("F0", "M0")], excluded=[("F0", nearest)], **few)

    decoys = list_decoys(plan)
    assert ("F0", nearest) not in decoys
    assert len([mobile for fixed, mobile in decoys if fixed == "F0"]) == 1


def test_an_excluded_pair_is_left_out_of_the_crossed_decoys_alone():
    whole = list_decoys(make_plan([("F0", "M0")]))

    plan = make_plan([("F0", "M0")], excluded=[("F1", "M1")])

    assert whole - list_decoys(plan) == {("F1", "M1")}


@pytest.mark.parametrize("how", ["by family", "as one structure under two names"])
def test_kin_of_a_partner_never_meets_what_was_cut_out_of_a_file_with_that_partner(how):
    seed = 9 if how == "by family" else sum(map(ord, "F3"))
    kin = make_prepared("kin of F3", 61, seed)
    families = {"F3": "one", "kin of F3": "one"} if how == "by family" else {}
    pairs = [("kin of F3", "M0")]
    given = {"fixed": [*FIXED, kin], "families": families}
    before = list_decoys(make_plan(pairs, **given))

    after = list_decoys(make_plan(pairs, excluded=[("F3", "M1")], **given))

    assert ("kin of F3", "M1") in before
    assert ("kin of F3", "M1") not in after
    assert ("kin of F3", "M2") in after


def test_an_excluded_pair_that_is_asked_stays_asked_and_unknown_names_change_nothing():
    plan = make_plan(excluded=[*ASKED, ("F0", "nobody"), ("nobody", "M0")])

    assert plan.pairs == make_plan().pairs


def test_a_protein_is_no_decoy_of_itself():
    both = make_prepared("M1", 40, seed=5)

    plan = make_plan([("F0", "M0")], [*FIXED[:2], both])

    assert ("M1", "M1") not in list_decoys(plan)
    assert ("M1", "M0") in list_decoys(plan)


def test_a_partner_that_is_not_evaluable_gets_no_decoys_and_is_none():
    small = make_prepared("F1", 10, reason="10 residues are fewer than 40")

    plan = make_plan(ASKED, [FIXED[0], small, *FIXED[2:]])

    pairs = np.array([(p.fixed, p.mobile, p.role) for p in plan.pairs])
    assert pairs[pairs[:, 0] == "F1"].tolist() == [["F1", "M2", "asked"]]
    assert ("F3", "M2") not in list_decoys(make_plan([("F1", "M2")], [FIXED[0], small, *FIXED[2:]]))


def test_no_decoys_wanted_gives_none():
    assert list_decoys(make_plan(**set_decoys(fixed=0, mobile=0))) == set()


def test_a_copy_of_an_asked_partner_is_no_decoy_partner_and_of_two_copies_one_is():
    copies = [
        replace(partner, structure=replace(partner.structure, name=f"{partner.structure.name}copy"))
        for partner in MOBILE[:2]
    ]

    decoys = list_decoys(make_plan([("F0", "M0")], FIXED, [*MOBILE, *copies]))

    assert decoys == list_decoys(make_plan([("F0", "M0")]))

import pytest
from tests.support.predictions import FIXED, MOBILE

from tubulus.core.errors import InputError
from tubulus.dock.external.chains import assign_chains
from tubulus.dock.external.predictions import PredictedPair

OTHER = "GSSGWPLVTNQRAEDKYHHCIMFTSGSGPLNWVVRKDEEQQYTGAHMLI"
FAMILY = FIXED.replace("K", "R").replace("D", "E").replace("V", "I")
LEADER = "MGRGLLRGLWPLHIVLWTRIASTIPPHVQKSVNND"
PAIR = PredictedPair("R", "L", fixed_sequences=(FIXED,), mobile_sequences=(MOBILE,))


def assign(sequences, pair=PAIR):
    found = assign_chains(pair, sequences, job="R_L", file="model.cif")
    return found.pair.fixed_chains, found.pair.mobile_chains, found.origin


def refuse(sequences, pair=PAIR):
    with pytest.raises(InputError) as caught:
        assign(sequences, pair)
    return caught.value.problems


def test_chains_that_stand_in_the_order_of_the_pair_keep_it():
    assert assign({"A": FIXED, "B": MOBILE}) == (("A",), ("B",), "sequence")


def test_chains_that_are_turned_round_are_found_and_told():
    assert assign({"A": MOBILE, "B": FIXED}) == (("B",), ("A",), "sequence, turned round")


def test_all_chains_of_one_partner_are_that_partner():
    found = assign({"A": FIXED, "B": MOBILE, "C": MOBILE})

    assert found == (("A",), ("B", "C"), "sequence")


@pytest.mark.parametrize(
    ("fixed", "known"),
    [(LEADER + FIXED, FIXED), (FIXED, LEADER + FIXED), (FIXED, FIXED[:18] + FIXED[24:])],
    ids=["predicted with its leader", "known with its leader", "known without a loop"],
)
def test_a_partner_may_be_a_part_of_what_was_predicted_or_hold_it(fixed, known):
    pair = PredictedPair("R", "L", fixed_sequences=(known,), mobile_sequences=(MOBILE,))

    assert assign({"A": MOBILE, "B": fixed}, pair)[:2] == (("B",), ("A",))


def test_one_of_several_sequences_of_a_partner_is_enough():
    pair = PredictedPair("R", "L", fixed_sequences=(OTHER, FIXED), mobile_sequences=(MOBILE,))

    assert assign({"A": MOBILE, "B": OTHER}, pair)[:2] == (("B",), ("A",))


@pytest.mark.parametrize("sequences", [{"A": OTHER, "B": MOBILE}, {"A": FAMILY, "B": MOBILE}])
def test_a_chain_of_another_protein_is_refused_with_job_chain_and_share(sequences):
    (problem,) = refuse(sequences)

    assert (problem.file, problem.field) == ("R_L", "chain A")
    assert f"{len(sequences['A'])} residues that are neither R (" in problem.message
    assert "% agree over" in problem.message
    assert "at least 90% of the residues agree over 70%" in problem.remedy


def test_every_chain_of_another_protein_is_told():
    problems = refuse({"A": OTHER, "B": OTHER[::-1]})

    assert [problem.field for problem in problems] == ["chain A", "chain B"]


def test_a_model_of_one_chain_of_another_protein_is_refused():
    (problem,) = refuse({"A": OTHER})

    assert problem.field == "chain A"


def test_a_model_of_one_chain_of_a_partner_has_no_chains_assigned():
    assert assign({"A": FIXED}) == ((), (), "")


def test_a_model_without_one_of_the_partners_is_refused():
    (problem,) = refuse({"A": FIXED, "B": FIXED})

    assert problem.message == "no chain is L: A, B are R"


def test_where_sequences_cannot_decide_the_order_is_kept_and_told():
    pair = PredictedPair("R", "L", fixed_sequences=(FIXED,), mobile_sequences=(FIXED[2:],))

    assert assign({"A": FIXED, "B": FIXED}, pair) == (("A",), ("B",), "order, sequences undecided")


def test_four_chains_of_one_protein_are_refused_with_what_to_do():
    pair = PredictedPair("R", "L", fixed_sequences=(FIXED,), mobile_sequences=(FIXED,))

    (problem,) = refuse(dict.fromkeys("ABCD", FIXED), pair)

    assert "may be either partner: A, B, C, D" in problem.message
    assert "name the chains" in problem.remedy


def test_a_chain_that_both_partners_share_is_refused_where_others_differ():
    pair = PredictedPair("R", "L", fixed_sequences=(OTHER, FIXED), mobile_sequences=(FIXED,))

    (problem,) = refuse({"A": OTHER, "B": FIXED, "C": FIXED}, pair)

    assert problem.message.endswith("may be either partner: B, C")


def test_a_chain_goes_to_the_partner_that_it_covers_better():
    # both partners are cut out of one precursor, whose sequence is known for both
    whole = FIXED + MOBILE
    pair = PredictedPair("R", "L", fixed_sequences=(FIXED, whole), mobile_sequences=(MOBILE, whole))

    assert assign({"A": MOBILE, "B": FIXED}, pair)[:2] == (("B",), ("A",))


def test_structures_of_one_protein_that_differ_leave_the_order():
    shorter = FIXED[:30] + "A" + FIXED[31:]
    pair = PredictedPair("R", "L", fixed_sequences=(FIXED,), mobile_sequences=(shorter,))

    assert assign({"A": FIXED, "B": FIXED}, pair)[2] == "order, sequences undecided"


def test_chains_that_are_named_are_compared_too():
    pair = PredictedPair(
        "R", "L", ("A",), ("B",), fixed_sequences=(FIXED,), mobile_sequences=(MOBILE,)
    )

    assert assign({"A": FIXED, "B": MOBILE, "C": OTHER}, pair)[2] == "named"
    fixed, mobile = refuse({"A": MOBILE, "B": FIXED}, pair)
    assert (fixed.field, mobile.field) == ("chain A", "chain B")
    assert fixed.message.startswith("this is not R")


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_without_sequences_the_first_chain_is_the_fixed_partner(order):
    found = assign(dict(zip(order, (FIXED, MOBILE), strict=True)), PredictedPair("R", "L"))

    assert found == ((order[0],), (order[1],), "order")


def test_three_chains_without_sequences_are_refused():
    (problem,) = refuse({"A": FIXED, "B": MOBILE, "C": MOBILE}, PredictedPair("R", "L"))

    assert "the model holds 3 protein chains" in problem.message
    assert "or give the sequences of both" in problem.remedy

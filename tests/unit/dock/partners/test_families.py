import pytest

from tubulus.dock.partners.families import derive_families, is_homologous

ONE = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQ"
NEAR = ONE[:20] + "WWWW" + ONE[24:]
OTHER = "GPHNDCYWTMEELVRKGPHNSCYWDMTELVQKGPHNDCYFTMEQLVRKAPHNDCYW"


def test_like_sequences_are_homologous_and_others_are_not():
    assert is_homologous(ONE, ONE)
    assert is_homologous(ONE, NEAR)
    assert not is_homologous(ONE, OTHER)


def test_a_part_of_a_long_chain_is_found_by_its_words():
    assert is_homologous(OTHER * 3 + ONE[:30] + OTHER, ONE[:30])


@pytest.mark.parametrize("sequence", ["", "AA"])
def test_sequences_too_short_to_compare_are_no_relatives(sequence):
    assert not is_homologous(sequence, ONE)


def test_a_family_bears_the_first_of_its_names():
    found = derive_families({"b": (NEAR,), "a": (ONE,), "c": (OTHER,)})

    assert found == {"a": "a", "b": "a", "c": "c"}


def test_any_chain_of_a_partner_makes_it_a_relative():
    found = derive_families({"dimer": (OTHER, ONE), "one": (NEAR,)})

    assert found["one"] == found["dimer"]


def test_a_declared_family_stays_and_relatives_join_it():
    found = derive_families({"a": (ONE,), "b": (NEAR,)}, {"b": "knots"})

    assert found == {"a": "knots", "b": "knots"}


def test_two_declared_families_are_not_joined():
    found = derive_families({"a": (ONE,), "b": (NEAR,)}, {"a": "one", "b": "two"})

    assert found == {"a": "one", "b": "two"}


def test_a_partner_whose_sequence_is_unknown_is_alone():
    assert derive_families({"a": (), "b": (ONE,)}) == {"a": "a", "b": "b"}

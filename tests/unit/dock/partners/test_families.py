import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.unit.dock.campaign.campaigns import make_prepared

from tubulus.dock.partners.families import (
    IDENTITY,
    LEAST_WORDS,
    WORDS,
    complete_families,
    compute_identity,
    compute_word_share,
    derive_families,
    is_homologous,
)

TRAINING = Path(__file__).parents[4] / "validation/docking/training_homology.tsv"

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


def test_identity_is_over_the_shorter_chain_and_of_like_lengths_alone():
    assert compute_identity(ONE, NEAR) == pytest.approx(52 / 56)
    assert compute_identity("ACDEFG", "ACDEFGHIKL") == 1.0
    assert compute_identity("ACDEF", "ACDEFGHIKL") == 0.0
    assert compute_identity("", "") == 0.0


def test_words_are_counted_once_and_shared_out_over_the_shorter_chain():
    assert compute_word_share("ACDEFG", "ACDEFHACDEFH") == (2, 2 / 3)
    assert compute_word_share("AAAAAAAA", "AAAAAAAAAAAA") == (1, 1.0)
    assert compute_word_share("ACD", "ACD") == (0, 0.0)


@pytest.mark.parametrize(("n_words", "expected"), [(60, False), (59, True)])
def test_words_must_be_more_than_their_share(n_words, expected):
    chain = "".join("ACDEFGHIKLMNPQRSTVWY"[(i * i * 7 + i * 3) // 5 % 20] for i in range(400))
    shorter = chain[:6] + "".join(f"W{a}W" for a in "ACDEFGHIKLMNPQRSTVYACDEFGH")
    shorter = shorter[: n_words + 3]

    assert compute_word_share(shorter, chain) == (3, 3 / n_words)
    assert is_homologous(shorter, chain) is expected


def test_the_rule_keeps_the_listed_training_complexes_apart_from_the_benchmark():
    with TRAINING.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))

    assert len(rows) > 100
    for row in rows:
        assert float(row["identity"]) < IDENTITY
        assert int(row["shared_words"]) < LEAST_WORDS or float(row["word_share"]) <= WORDS


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


@pytest.mark.parametrize("shared", ["X" * 30, "AAA", "A", ONE[:19]])
def test_unknown_residues_and_peptides_make_no_relatives(shared):
    assert derive_families({"a": (ONE, shared), "b": (OTHER, shared)}) == {"a": "a", "b": "b"}


def test_a_derived_family_never_bears_the_name_of_a_declared_one_of_others():
    found = derive_families({"EGF": (ONE,), "TGFA": (NEAR,), "MET": (OTHER,)}, {"MET": "EGF"})

    assert found == {"EGF": "EGF (derived)", "TGFA": "EGF (derived)", "MET": "EGF"}


def test_relatives_of_relatives_are_one_family_whatever_the_order():
    far = NEAR[:30] + "".join(reversed(OTHER[:26]))
    names = {"c": (ONE,), "a": (far,), "b": (NEAR, OTHER)}

    assert len(set(derive_families(names).values())) == 1
    assert derive_families(names) == derive_families(dict(reversed(names.items())))


def test_a_partner_whose_sequence_is_unknown_is_alone():
    assert derive_families({"a": (), "b": (ONE,)}) == {"a": "a", "b": "b"}


LETTERS = np.array(["ALA", "ARG", "ASP", "CYS", "GLY", "HIS", "ILE", "LYS", "PHE", "TRP"])


def make_partner(name, seed):
    made = make_prepared(name, 40, 1)
    names = np.random.default_rng(seed).choice(LETTERS, 40)
    return replace(made, structure=replace(made.structure, residue_name=names))


TWINS = [make_partner("TGFB2", 1), make_partner("TGFB3", 1)]
STRANGER = make_partner("HGF", 2)


def test_partners_of_one_sequence_are_a_family_and_strangers_have_none():
    families, notes = complete_families({}, [*TWINS, STRANGER])

    assert families == {"TGFB2": "TGFB2", "TGFB3": "TGFB2"}
    assert len(notes) == 1
    assert "TGFB2, TGFB3 (TGFB2)" in notes[0]


def test_declared_families_win_and_relatives_join_them():
    families, notes = complete_families({"TGFB3": "cytokine", "HGF": "kringle"}, [*TWINS, STRANGER])

    assert families == {"TGFB2": "cytokine", "TGFB3": "cytokine", "HGF": "kringle"}
    assert "HGF" not in notes[0]


def test_relatives_that_were_declared_apart_stay_apart_without_a_note():
    declared = {"TGFB2": "one", "TGFB3": "two"}

    assert complete_families(declared, [*TWINS, STRANGER]) == (declared, ())


def test_strangers_need_no_note():
    assert complete_families({}, [TWINS[0], STRANGER]) == ({}, ())

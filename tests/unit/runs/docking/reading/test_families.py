"""Relatives get one family where the table of partners names none, and the campaign tells it."""

from dataclasses import replace

import numpy as np
from tests.unit.dock.campaign.campaigns import make_prepared

from tubulus.runs.docking.reading.families import complete_families

LETTERS = np.array(["ALA", "ARG", "ASP", "CYS", "GLY", "HIS", "ILE", "LYS", "PHE", "TRP"])


def make_partner(name, seed):
    made = make_prepared(name, 40, 1)
    names = np.random.default_rng(seed).choice(LETTERS, 40)
    return replace(made, structure=replace(made.structure, residue_name=names))


TWINS = [make_partner("TGFB2", 1), make_partner("TGFB3", 1)]
OTHER = make_partner("HGF", 2)


def test_partners_of_one_sequence_are_a_family_and_strangers_have_none():
    families, notes = complete_families({}, [*TWINS, OTHER])

    assert families == {"TGFB2": "TGFB2", "TGFB3": "TGFB2"}
    assert len(notes) == 1
    assert "TGFB2, TGFB3 (TGFB2)" in notes[0]


def test_declared_families_win_and_relatives_join_them():
    families, notes = complete_families({"TGFB3": "cytokine", "HGF": "kringle"}, [*TWINS, OTHER])

    assert families == {"TGFB2": "cytokine", "TGFB3": "cytokine", "HGF": "kringle"}
    assert "HGF" not in notes[0]


def test_relatives_that_were_declared_apart_stay_apart_without_a_note():
    declared = {"TGFB2": "one", "TGFB3": "two"}

    assert complete_families(declared, [*TWINS, OTHER]) == (declared, ())


def test_strangers_need_no_note():
    assert complete_families({}, [TWINS[0], OTHER]) == ({}, ())

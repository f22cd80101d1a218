"""The shipped potential is sane, tells its sources, and splits into channels."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from tubulus.dock.potential.atom_types import ATOM_TYPES
from tubulus.dock.potential.contact_potential import (
    ContactPotential,
    load_contact_potential,
    split_into_channels,
)


def test_the_shipped_potential_prefers_what_chemistry_prefers():
    potential = load_contact_potential()
    index = {name: k for k, name in enumerate(ATOM_TYPES)}

    def energy(first: str, second: str) -> float:
        return float(potential.energies[index[first], index[second]])

    assert energy("aliphatic", "aliphatic") < energy("aliphatic", "carboxylate")
    assert energy("Lys NZ", "carboxylate") < energy("carboxylate", "carboxylate")
    assert potential.overlap > 0.0
    assert potential.electrostatic > 0.0


def test_the_shipped_table_tells_sources_filter_and_fit():
    text = files("tubulus.dock.potential").joinpath("contact_potential.json").read_text("utf-8")

    table = json.loads(text)

    assert table["types"] == list(ATOM_TYPES)
    assert table["counts"]["benchmark entries"] == 230
    assert len(table["complexes"]) == table["counts"]["complexes that taught"]
    assert all("github.com/" in source for source in table["sources"])


def test_all_channels_give_the_matrix_and_fewer_come_near():
    energies = load_contact_potential().energies

    errors = []
    for count in (4, 8, 18):
        fixed, mobile = split_into_channels(energies, count)
        errors.append(np.linalg.norm((fixed @ mobile.T)[:18, :18] - energies))

    assert errors[0] > errors[1] > errors[2]
    assert errors[1] < 0.1 * np.linalg.norm(energies)
    assert errors[2] < 1e-10


def test_untyped_atoms_have_no_weight_in_any_channel():
    fixed, mobile = split_into_channels(np.ones((18, 18)), 2)

    assert not fixed[-1].any()
    assert not mobile[-1].any()


@pytest.mark.parametrize("bad", [np.zeros((17, 17)), np.triu(np.ones((18, 18)))])
def test_a_matrix_of_another_form_is_refused(bad):
    with pytest.raises(ValueError, match="contact energies must"):
        ContactPotential(bad, 1.0, 0.1)

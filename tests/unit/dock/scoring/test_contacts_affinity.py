import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.scoring.contacts_affinity import compute_affinity, estimate_affinity

FIXED = make_peptide("KNAK")
MOBILE = make_peptide("DSLD", chain="B", origin=(0.0, 4.2, 0.0))
NONE = dict.fromkeys(("AA", "AC", "AP", "CC", "CP", "PP"), 0)


def test_without_contacts_and_surface_the_constant_is_left():
    assert compute_affinity(NONE, 0.0, 0.0) == -15.9433


@pytest.mark.parametrize(
    ("character", "weight"),
    [("CC", -0.09459), ("AC", -0.10007), ("PP", 0.19577), ("AP", -0.22671), ("AA", 0), ("CP", 0)],
)
def test_each_contact_adds_its_weight(character, weight):
    found = compute_affinity(NONE | {character: 10}, 0.0, 0.0)

    assert found == pytest.approx(-15.9433 + 10 * weight)


def test_contacts_are_counted_by_character():
    found = estimate_affinity(FIXED, MOBILE)

    assert found.contacts["CC"] == 2  # K1-D1 and K4-D4; the others are further than 5.5 Å
    assert found.n_contacts == sum(found.contacts.values())
    assert found.contacts["PP"] == 1
    assert found.contacts["AA"] == 1


def test_the_partners_may_be_swapped():
    one, two = estimate_affinity(FIXED, MOBILE), estimate_affinity(MOBILE, FIXED)

    assert one.contacts == two.contacts
    assert one.free_energy == pytest.approx(two.free_energy)


def test_percentages_are_of_the_exposed_residues():
    found = estimate_affinity(FIXED, MOBILE)

    assert (found.apolar_surface, found.charged_surface) == (25.0, 50.0)


def test_partners_apart_have_no_affinity():
    with pytest.raises(ValueError, match=r"no residues within 5\.5 Å"):
        estimate_affinity(FIXED, MOBILE.move(np.array([0.0, 90.0, 0.0])))

import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.dock.preparation.cofactors import sort_cofactors
from tubulus.dock.structures.structure import join_structures

PROTEIN = make_peptide("A" * 12)


def place(name, position, number=900, element=None):
    return make_structure(
        np.atleast_2d(position),
        element=[element or name] * len(np.atleast_2d(position)),
        atom_name=[f"{(element or name)}{i}" for i in range(len(np.atleast_2d(position)))],
        residue_name=[name] * len(np.atleast_2d(position)),
        residue_number=[number] * len(np.atleast_2d(position)),
        is_hetero=[True] * len(np.atleast_2d(position)),
    )


def sort(cofactor, rule="bound", protein=PROTEIN):
    structure, notes = sort_cofactors(join_structures([protein, cofactor]), rule)
    return structure.n_atoms - protein.n_atoms, [note.kind for note in notes]


def cage(centre, residue="ASP"):
    """Three oxygens that hold an ion."""
    at = np.array([[2.1, 0, 0], [-2.1, 0, 0], [0, 2.1, 0]]) + centre
    names = {"element": ["O"] * 3, "atom_name": ["OD1", "OD2", "O"], "residue_name": [residue] * 3}
    return make_structure(at, **names)


def test_an_ion_that_three_protein_atoms_hold_stays():
    assert sort(place("ZN", [0, 0, 0]), protein=cage([0, 0, 0])) == (1, ["cofactor_kept"])


def test_an_ion_that_touches_nothing_goes():
    assert sort(place("ZN", [0, 0, 50])) == (0, ["cofactor_dropped"])


def test_a_crystal_solute_goes_even_where_it_touches():
    assert sort(place("SO4", [[20.0, 2, 0], [21.0, 2, 0]], element="S")) == (
        0,
        ["cofactor_dropped"],
    )


def test_a_molecule_that_the_protein_buries_stays_and_one_outside_goes():
    rng = np.random.default_rng(0)
    shell = rng.normal(size=(150, 3))
    shell = make_structure(5.0 * shell / np.linalg.norm(shell, axis=1)[:, None])
    inside, outside = [[0.0, 0, 0], [1.4, 0, 0]], [[40.0, 0, 0], [41.4, 0, 0]]

    assert sort(place("HEM", inside, element="C"), protein=shell)[0] == 2
    assert sort(place("HEM", outside, element="C"), protein=shell)[0] == 0


@pytest.mark.parametrize(("rule", "left"), [("keep", 1), ("drop", 0)])
def test_the_rule_can_be_overruled(rule, left):
    assert sort(place("ZN", [0, 0, 50]), rule)[0] == left


def test_glycans_always_go_from_the_atoms():
    assert sort(place("NAG", [[20.0, 2, 0]], element="C"), "keep") == (0, [])


def test_a_protein_alone_stays_as_it_is():
    structure, notes = sort_cofactors(PROTEIN, "bound")

    assert (structure.n_atoms, notes) == (PROTEIN.n_atoms, ())


def test_the_cap_of_a_chain_is_no_cofactor():
    peptide = make_peptide("AGAGA")
    cap = make_structure(
        [[-1.3, 0.0, 0.0]], residue_name=["ACE"], residue_number=[0], atom_name=["C"],
        is_hetero=[True],
    )  # fmt: skip

    left, notes = sort_cofactors(join_structures([peptide, cap]), "drop")

    assert "ACE" in left.residue_name
    assert notes == ()

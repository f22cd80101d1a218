import gemmi
import pytest
from tests.support.dock import format_pdb_atom, make_peptide

from tubulus.dock.structures.reading.atoms import collect_atoms
from tubulus.dock.structures.writing import render_pdb


def collect(text):
    structure = gemmi.read_pdb_string(text)
    structure.setup_entities()
    return collect_atoms(structure[0], "x")


def kinds(notes):
    return {note.kind: note.count for note in notes}


BACKBONE = "".join(format_pdb_atom(n, number=1, position=(i, 0, 0)) for i, n in enumerate("NC"))


@pytest.mark.parametrize(
    ("a", "b", "expected"), [(0.3, 0.7, 2.0), (0.7, 0.3, 1.0), (0.5, 0.5, 1.0)]
)
def test_the_alternate_of_highest_occupancy_stays_and_ties_take_a(a, b, expected):
    atoms = format_pdb_atom("CA", position=(1, 9, 0), altloc="A", occupancy=a)
    atoms += format_pdb_atom("CA", position=(2, 9, 0), altloc="B", occupancy=b)

    structure, notes = collect(BACKBONE + atoms)

    assert structure.n_atoms == 3
    assert structure.positions[structure.atom_name == "CA"][0, 0] == expected
    assert kinds(notes) == {"alternate_location": 1}


def test_atoms_of_one_residue_stay_with_one_alternate():
    text = "".join(
        format_pdb_atom(name, position=(x, 0, 0), altloc=letter, occupancy=occupancy)
        for name, letter, occupancy, x in [
            *(("CA", "A", 0.6, 1), ("CA", "B", 0.4, 2)),
            *(("CB", "A", 0.45, 1), ("CB", "B", 0.55, 2)),
        ]
    )

    structure, _ = collect(text)

    assert structure.positions[:, 0].tolist() == [1.0, 1.0]


def test_of_alternating_residue_types_one_stays():
    text = "".join(
        format_pdb_atom(name, residue, position=(x, 0, 0), altloc=letter, occupancy=q)
        for residue, letter, q in (("SER", "A", 0.4), ("THR", "B", 0.6))
        for x, name in enumerate(("N", "CA", "C"))
    )

    structure, notes = collect(text)

    assert set(structure.residue_name.tolist()) == {"THR"}
    assert structure.n_residues == 1
    assert kinds(notes) == {"alternate_location": 1}


def test_selenomethionine_becomes_methionine_with_sulphur():
    text = format_pdb_atom("CA", "MSE", record="HETATM")
    text += format_pdb_atom("SE", "MSE", position=(3, 0, 0), record="HETATM", element="SE")

    structure, notes = collect(text)

    assert structure.residue_name.tolist() == ["MET", "MET"]
    assert (structure.atom_name[1], structure.element[1]) == ("SD", "S")
    assert not structure.is_hetero.any()
    assert str(notes[0]) == "1 modified amino acid is read as its parent: A:MSE1"


def test_modified_residues_behind_their_chain_are_put_where_their_numbers_belong():
    peptide = make_peptide("AAGAA")
    atoms = render_pdb(peptide.select(peptide.residue_number != 3)).removesuffix("END\n")
    late = "".join(
        format_pdb_atom(name, "MSE", "A", 3, (7.6 + x, 0, 0), record="HETATM")
        for x, name in enumerate(("N", "CA", "C"))
    )

    structure, _ = collect(atoms + late)

    starts = structure.residue_starts
    assert structure.residue_number[starts].tolist() == [1, 2, 3, 4, 5]


def place(*runs):
    """Write residues 3.8 Å apart: runs of (name, numbers, first place)."""
    return "".join(
        format_pdb_atom(
            atom, name, number=number, position=(3.8 * (at + i) + x, 0, 0),
            record="HETATM" if name == "MSE" else "ATOM",
        )
        for name, numbers, at in runs
        for i, number in enumerate(numbers)
        for atom, x in (("N", 0.0), ("CA", 1.4), ("C", 2.5))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        # a fusion: the numbers jump back where the chain goes on
        (
            [("ALA", range(8, 11), 0), ("ALA", range(1001, 1004), 3), ("MSE", [11], 6)],
            [8, 9, 10, 1001, 1002, 1003, 11],
        ),
        # the same behind a gap: 10 and 1001 are bonded, so that nothing was left out there
        (
            [("ALA", range(8, 11), 0), ("ALA", range(1001, 1004), 3), ("MSE", [11], 9)],
            [8, 9, 10, 1001, 1002, 1003, 11],
        ),
        (
            [("ALA", [1001, 1002], 0), ("MSE", [11], 9), ("ALA", [12], 10)],
            [1001, 1002, 11, 12],
        ),
        # two behind their chain that are bonded to each other
        ([("ALA", [1], 0), ("ALA", [4, 5], 3), ("MSE", [2, 3], 1)], [1, 2, 3, 4, 5]),
        ([("ALA", [2], 1), ("ALA", [3], 2), ("MSE", [1], 0)], [1, 2, 3]),
    ],
)
def test_modified_residues_go_by_bonds_before_numbers(runs, expected):
    structure, _ = collect(place(*runs))

    assert structure.residue_number[structure.residue_starts].tolist() == expected


def test_hydrogens_waters_and_atoms_that_stand_twice_are_left_out():
    text = BACKBONE + format_pdb_atom("N", position=(0, 0, 0.1)) + format_pdb_atom("H")
    text += format_pdb_atom("O", "HOH", number=900, record="HETATM")

    structure, notes = collect(text)

    assert structure.atom_name.tolist() == ["N", "C"]
    assert kinds(notes) == {"duplicate_atom": 1, "hydrogen_dropped": 1, "water_dropped": 1}


def test_cofactors_and_glycans_are_flagged():
    text = BACKBONE + format_pdb_atom("C1", "NAG", number=500, record="HETATM")

    structure, _ = collect(text)

    assert structure.is_hetero.tolist() == [False, False, True]


def test_an_unknown_residue_with_a_backbone_is_an_amino_acid():
    text = "".join(format_pdb_atom(n, "ZZ1", record="HETATM") for n in ("N", "CA", "C"))

    structure, _ = collect(text)

    assert not structure.is_hetero.any()


def test_atoms_of_zero_occupancy_stay_and_are_noted():
    structure, notes = collect(BACKBONE + format_pdb_atom("CA", occupancy=0.0))

    assert structure.n_atoms == 3
    assert kinds(notes) == {"zero_occupancy": 1}

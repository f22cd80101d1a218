import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.support.dock import make_peptide

from tubulus.dock.assessment import assess_poses, build_reference

LONG = make_peptide("MKTAYIAKQR", chain="A")
SHORT = make_peptide("GSWLE", chain="B", origin=(8.0, 4.2, 0.0))
IDENTITY = np.eye(3)[None], np.zeros((1, 3))


def assess(fixed, mobile, rotations, translations, native=(LONG, SHORT)):
    return assess_poses(build_reference(fixed, mobile, *native), rotations, translations)


def test_the_reference_itself_is_the_native_pose():
    quality = assess(LONG, SHORT, *IDENTITY)

    assert quality.fnat[0] == 1.0
    assert quality.fnonnat[0] == 0.0
    assert quality.interface_rmsd[0] == pytest.approx(0.0, abs=1e-5)
    assert quality.ligand_rmsd[0] == pytest.approx(0.0, abs=1e-6)
    assert quality.dockq[0] == pytest.approx(1.0)
    assert quality.capri_names == ("high",)


@pytest.mark.parametrize("swap", [False, True])
def test_a_shift_is_the_ligand_deviation_whichever_partner_is_larger(swap):
    fixed, mobile = (SHORT, LONG) if swap else (LONG, SHORT)

    quality = assess(fixed, mobile, np.eye(3)[None], np.array([[0, 3.0, 4.0]]), (fixed, mobile))

    assert quality.ligand_rmsd[0] == pytest.approx(5.0)
    assert quality.interface_rmsd[0] < 5.0


def test_a_pose_far_away_has_no_contact_and_is_incorrect():
    quality = assess(LONG, SHORT, np.eye(3)[None], np.array([[0, 500.0, 0]]))

    assert (quality.fnat[0], quality.n_contacts[0], quality.fnonnat[0]) == (0.0, 0, 0.0)
    assert quality.capri_names == ("incorrect",)


@pytest.mark.parametrize("swap", [False, True])
def test_turning_both_partners_anywhere_changes_nothing(swap):
    fixed, mobile = (SHORT, LONG) if swap else (LONG, SHORT)
    pose = Rotation.from_rotvec([0.2, 0.1, -0.3]).as_matrix(), np.array([1.0, 0.5, -2.0])
    expected = assess(fixed, mobile, pose[0][None], pose[1][None], (fixed, mobile))
    first, second = (Rotation.random(random_state=i).as_matrix() for i in (1, 2))
    away = np.array([30.0, -20.0, 7.0])

    # x' = A x + a for the fixed, x'' = B x for the mobile: the pose becomes A R B^-1, A t + a
    quality = assess(
        fixed.rotate(first).move(away),
        mobile.rotate(second),
        (first @ pose[0] @ second.T)[None],
        (first @ pose[1] + away)[None],
        (fixed, mobile),
    )

    for name in ("fnat", "fnonnat", "n_contacts", "n_clashing_atoms"):
        assert getattr(quality, name) == pytest.approx(getattr(expected, name)), name
    assert quality.interface_rmsd == pytest.approx(expected.interface_rmsd, abs=1e-6)
    assert quality.ligand_rmsd == pytest.approx(expected.ligand_rmsd, abs=1e-6)


def test_partners_laid_into_each_other_clash():
    quality = assess(LONG, SHORT, np.eye(3)[None], np.array([[-0.4, -4.2, 0.0]]))

    assert quality.n_clashing_residues[0] >= 5
    assert quality.n_clashing_atoms[0] > quality.n_clashing_residues[0]


def test_the_native_pose_is_found_from_any_start():
    start = SHORT.rotate(Rotation.random(random_state=5).as_matrix()).move(np.full(3, 60.0))

    native = build_reference(LONG, start, LONG, SHORT).find_native_pose()

    np.testing.assert_allclose(native.place(start.positions), SHORT.positions, atol=1e-9)


def test_contacts_of_residues_that_the_model_lacks_count_as_lost():
    part = SHORT.select(SHORT.residue_number != 1)

    quality = assess(LONG, part, *IDENTITY)

    assert 0.5 < quality.fnat[0] < 1.0
    assert quality.n_contacts[0] < quality.n_reference_contacts


def test_cofactors_do_not_count():
    masked = make_peptide("MKTAYIAKQR", chain="A", is_hetero=LONG.residue_number == 4)

    assert (
        build_reference(LONG, SHORT, masked, SHORT).n_contacts
        < build_reference(LONG, SHORT, LONG, SHORT).n_contacts
    )


def test_residues_are_matched_by_sequence_where_numbers_differ():
    renumbered = make_peptide("GSWLE", chain="X", first=301, origin=(8.0, 4.2, 0.0))

    assert assess(LONG, renumbered, *IDENTITY).fnat[0] == 1.0


def test_partners_that_share_no_residue_are_refused():
    with pytest.raises(ValueError, match="no residue of made is found"):
        build_reference(LONG, make_peptide("PPPP", chain="Z"), LONG, SHORT)


def test_a_reference_without_contact_is_refused():
    with pytest.raises(ValueError, match="this is no reference complex"):
        build_reference(LONG, SHORT, LONG, SHORT.move(np.array([0, 300.0, 0])))


def test_no_pose_gives_no_number():
    assert assess(LONG, SHORT, np.empty((0, 3, 3)), np.empty((0, 3))).dockq.shape == (0,)

import numpy as np

from tubulus.dock.assessment.membrane import assess_membrane_side

# an ectodomain that stands upright on a membrane at z = 0, its last residue at the origin
ROD = np.column_stack([np.zeros(40), np.zeros(40), np.linspace(0.0, 78.0, 40)])
BALL = np.random.default_rng(3).normal(size=(60, 3)) * 4.0
TURN = np.eye(3)[None]


def assess(translation, **options):
    where = np.array([translation], dtype=float)
    return assess_membrane_side(ROD, np.zeros(3), BALL, TURN, where, **options)


def test_a_ligand_at_the_tip_is_plausible():
    found = assess([0, 0, 90])

    assert found.state == "assessed"
    assert found.is_plausible.tolist() == [True]
    assert found.inside[0] == 0.0


def test_a_ligand_below_the_anchor_is_implausible_however_the_receptor_stands():
    assert assess([0, 0, -40]).is_plausible.tolist() == [False]


def test_a_ligand_beside_the_anchor_is_given_the_benefit_of_a_tilt():
    assert assess([40, 0, -5]).is_plausible.tolist() == [True]


def test_a_stalk_gives_room_below_the_anchor():
    assert assess([0, 0, -30], stalk=60.0).is_plausible.tolist() == [True]


def test_an_anchor_in_the_middle_tells_no_direction():
    middle = ROD.mean(axis=0)

    found = assess_membrane_side(ROD, middle, BALL, TURN, np.zeros((1, 3)))

    assert found.state == "unknown"
    assert "tells no direction" in found.reason
    assert found.is_plausible.shape == (0,)

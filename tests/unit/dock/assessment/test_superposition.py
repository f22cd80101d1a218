import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tubulus.dock.assessment.superposition import (
    compute_rmsd,
    compute_superposed_rmsd,
    superimpose,
)

RNG = np.random.default_rng(8)
POINTS = RNG.normal(size=(12, 3)) * 10


@pytest.mark.parametrize("seed", range(5))
def test_a_moved_copy_is_laid_back_upon_itself(seed):
    turn = Rotation.random(random_state=seed).as_matrix()
    moved = POINTS @ turn.T + [3.0, -40.0, 7.0]

    found = superimpose(POINTS, moved)

    np.testing.assert_allclose(found.rotation, turn, atol=1e-10)
    np.testing.assert_allclose(found.place(POINTS), moved, atol=1e-9)
    assert found.rmsd == pytest.approx(0.0, abs=1e-9)


def test_a_mirror_image_is_not_reached_by_a_reflection():
    found = superimpose(POINTS, POINTS * [1.0, 1.0, -1.0])

    assert np.linalg.det(found.rotation) == pytest.approx(1.0)
    assert found.rmsd > 1.0


def test_the_deviation_equals_that_of_scipy():
    other = RNG.normal(size=(12, 3)) * 10
    centred = POINTS - POINTS.mean(axis=0), other - other.mean(axis=0)
    _, left = Rotation.align_vectors(centred[1], centred[0])

    assert superimpose(POINTS, other).rmsd == pytest.approx(left / np.sqrt(12))


def test_the_deviation_from_sums_equals_that_from_atoms():
    others = [RNG.normal(size=(12, 3)) * 10 for _ in range(6)] + [POINTS * [1, 1, -1]]
    x = POINTS - POINTS.mean(axis=0)
    ys = [other - other.mean(axis=0) for other in others]

    found = compute_superposed_rmsd(
        np.array([x.T @ y for y in ys]), np.array([(x**2).sum() + (y**2).sum() for y in ys]), 12
    )

    assert found == pytest.approx([superimpose(POINTS, other).rmsd for other in others])


def test_atoms_on_a_line_are_superimposed_too():
    line = np.array([[0.0, 0, 0], [1.0, 0, 0], [5.0, 0, 0]])

    assert superimpose(line, line[:, [1, 0, 2]]).rmsd == pytest.approx(0.0, abs=1e-9)


def test_the_deviation_in_place_is_the_root_of_the_mean_square():
    assert compute_rmsd(np.zeros((2, 3)), np.array([[3.0, 0, 0], [0, 4.0, 0]])) == pytest.approx(
        np.sqrt(12.5)
    )


@pytest.mark.parametrize("n", [0, 3])
def test_sets_that_do_not_match_are_refused(n):
    with pytest.raises(ValueError, match="cannot lay"):
        superimpose(np.zeros((n, 3)), np.zeros((0 if n == 0 else 2, 3)))

import numpy as np
import pytest

from tubulus.dock.assessment.quality import CAPRI_CLASSES, classify_capri, compute_dockq


def test_the_native_pose_has_dockq_one():
    assert compute_dockq(np.array([1.0]), np.zeros(1), np.zeros(1))[0] == 1.0


def test_dockq_halves_its_parts_at_their_scales():
    assert compute_dockq(np.zeros(1), np.array([1.5]), np.array([8.5]))[0] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("fnat", "interface", "ligand", "expected"),
    [
        (0.5, 1.0, 9.0, "high"),
        (0.5, 9.0, 1.0, "high"),
        (0.49, 1.0, 1.0, "medium"),
        (0.5, 1.01, 1.01, "medium"),
        (0.3, 2.0, 90.0, "medium"),
        (0.29, 2.0, 5.0, "acceptable"),
        (0.9, 4.0, 90.0, "acceptable"),
        (0.1, 90.0, 10.0, "acceptable"),
        (0.1, 4.01, 10.01, "incorrect"),
        (0.0999, 0.0, 0.0, "incorrect"),
    ],
)
def test_capri_classes_follow_their_limits(fnat, interface, ligand, expected):
    found = classify_capri(np.array([fnat]), np.array([interface]), np.array([ligand]))

    assert CAPRI_CLASSES[found[0]] == expected


def test_no_pose_has_no_class():
    assert classify_capri(np.empty(0), np.empty(0), np.empty(0)).shape == (0,)

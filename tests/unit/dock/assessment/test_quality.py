import itertools

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


@pytest.mark.parametrize(
    ("fnat", "interface", "ligand", "expected"),
    [
        (0.09, 0.5, 0.5, "incorrect"),
        (0.9, 4.01, 10.01, "incorrect"),
        (0.2, 4.0, 10.01, "acceptable"),
        (0.2, 4.01, 10.0, "acceptable"),
        (0.4, 2.01, 5.01, "acceptable"),
        (0.6, 3.0, 7.0, "acceptable"),
        (0.4, 2.0, 5.01, "medium"),
        (0.4, 2.01, 5.0, "medium"),
        (0.6, 1.01, 1.01, "medium"),
        (0.6, 2.0, 9.0, "medium"),
        (0.6, 3.0, 5.0, "medium"),
        (0.6, 1.0, 1.01, "high"),
        (0.6, 1.01, 1.0, "high"),
    ],
)
def test_each_branch_of_dockq_gives_its_class(fnat, interface, ligand, expected):
    found = classify_capri(np.array([fnat]), np.array([interface]), np.array([ligand]))

    assert CAPRI_CLASSES[found[0]] == expected


def classify_as_dockq_orders_it(fnat, interface, ligand):
    """The published ranges, which overlap, from the worst class to the best; the first counts."""
    near = {k: ligand <= a or interface <= b for k, (a, b) in enumerate([(10, 4), (5, 2), (1, 1)])}
    if fnat < 0.1 or not near[0]:
        return "incorrect"
    if fnat < 0.3 or not near[1]:
        return "acceptable"
    if fnat < 0.5 or not near[2]:
        return "medium"
    return "high"


def test_classes_agree_with_the_order_of_dockq_about_all_limits():
    shares = [0.0, 0.0999, 0.1, 0.2999, 0.3, 0.4999, 0.5, 1.0]
    lengths = [0.0, 1.0, 1.01, 2.0, 2.01, 4.0, 4.01, 5.0, 5.01, 10.0, 10.01, 50.0]
    poses = np.array(list(itertools.product(shares, lengths, lengths)))

    found = [CAPRI_CLASSES[index] for index in classify_capri(*poses.T)]

    assert found == [classify_as_dockq_orders_it(*pose) for pose in poses]

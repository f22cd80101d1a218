import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.assessment.buried_area import compute_buried_area

FIXED = make_peptide("MKTAYIAKQR")
MOBILE = make_peptide("GSWLE", chain="B", origin=(8.0, 4.2, 0.0))


def bury(*translations):
    where = np.array(translations, dtype=float).reshape(-1, 3)
    return compute_buried_area(FIXED, MOBILE, np.tile(np.eye(3), (len(where), 1, 1)), where)


def test_partners_side_by_side_bury_more_than_partners_that_barely_touch():
    near, touching, far = bury([0, 0, 0], [0, 3.5, 0], [0, 60, 0])

    assert near > touching > 0.0
    assert far == pytest.approx(0.0)


def test_no_pose_buries_nothing():
    assert bury().shape == (0,)

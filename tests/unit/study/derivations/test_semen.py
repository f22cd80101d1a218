import numpy as np
import pytest
from tests.support.study_data import Book

from tubulus.study.derivations.semen import (
    SpermFinding,
    compute_motility_sum,
    compute_total,
    derive_sperm_finding,
)


def test_the_total_is_volume_times_concentration_and_missing_where_one_is():
    total = compute_total(np.array([2.0, np.nan, 3.0]), np.array([15.0, 15.0, np.nan]))

    np.testing.assert_array_equal(total, [30.0, np.nan, np.nan])


def test_the_classes_of_motility_are_added():
    total = compute_motility_sum(np.array([32.0]), np.array([10.0]), np.array([58.0]))

    np.testing.assert_array_equal(total, [100.0])


def test_nobody_has_no_total():
    assert compute_total(np.array([]), np.array([])).shape == (0,)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"sperm_seen": "none"}, SpermFinding.NONE),
        ({"sperm_seen": "single", "concentration": "SNQ"}, SpermFinding.SINGLE),
        ({"sperm_seen": "counted", "concentration": "2"}, SpermFinding.COUNTED),
        ({"concentration": "0"}, SpermFinding.NONE),
        ({"concentration": "SNQ"}, SpermFinding.SINGLE),
        ({"concentration": "0.1"}, SpermFinding.COUNTED),
        ({"concentration": "<0.1"}, SpermFinding.UNKNOWN),
        ({"concentration": "", "volume": "2"}, SpermFinding.UNKNOWN),
        ({"sperm_seen": "plenty", "concentration": "2"}, SpermFinding.COUNTED),
    ],
)
def test_what_was_seen_is_told_by_sperm_seen_and_else_by_the_concentration(cells, expected):
    book = Book().write("P1", "semen", "baseline", **cells)

    assert derive_sperm_finding(book.entries[0]) is expected

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import Book

from tubulus.study.derivations.semen import (
    SpermFinding,
    compute_motility_sum,
    compute_total,
    compute_total_motile,
    derive_sperm_finding,
)

share = st.floats(0.0, 100.0)


def test_the_total_is_volume_times_concentration_and_missing_where_one_is():
    total = compute_total(np.array([2.0, np.nan, 3.0]), np.array([15.0, 15.0, np.nan]))

    np.testing.assert_array_equal(total, [30.0, np.nan, np.nan])


@given(share, share)
def test_more_motile_sperm_never_lower_the_count(low, high):
    low, high = sorted((low, high))

    count = compute_total_motile(np.array([40.0, 40.0]), np.array([low, high]))

    assert count[0] <= count[1] <= 40.0


def test_without_sperm_none_move_although_motility_does_not_apply():
    count = compute_total_motile(np.array([0.0, 40.0, np.nan]), np.array([np.nan, np.nan, 50.0]))

    np.testing.assert_array_equal(count, [0.0, np.nan, np.nan])


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

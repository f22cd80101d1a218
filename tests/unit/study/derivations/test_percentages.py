import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.study.derivations.percentages import check_percentage, count_decimals, find_counts

ns = st.integers(1, 500)


@pytest.mark.parametrize(
    ("percent", "n", "expected"),
    [
        ("22.5", 40, (9,)),
        ("21.1", 19, (4,)),
        ("43.8", 171, ()),
        ("46.2", 171, (79,)),
        ("0", 40, (0,)),
        ("100", 40, (40,)),
        ("33", 3, (1,)),
        # one half can be rounded up or to even: 1/8 is 12.5
        ("12", 8, (1,)),
        ("13", 8, (1,)),
        ("50", 200, (99, 100, 101)),
    ],
)
def test_the_counts_that_round_to_a_printed_percentage(percent, n, expected):
    assert find_counts(percent, n) == expected


def test_a_published_percentage_that_its_counts_do_not_give_is_found():
    checked = check_percentage(79, 171, "43.8")

    assert not checked.is_consistent
    assert checked.recomputed == "46.2"


@given(ns, st.data(), st.integers(0, 3))
def test_a_count_is_always_among_the_counts_of_its_own_percentage(n, data, decimals):
    count = data.draw(st.integers(0, n))
    printed = f"{100 * count / n:.{decimals}f}"

    assert count in find_counts(printed, n)
    assert check_percentage(count, n, printed).is_consistent


@given(ns, st.integers(0, 1000), st.integers(0, 1))
def test_more_decimals_never_allow_more_counts(n, thousandths, decimals):
    printed = f"{thousandths / 10:.1f}"

    assert set(find_counts(printed, n, decimals + 1)) <= set(find_counts(printed, n, decimals))


@pytest.mark.parametrize(("printed", "expected"), [("22", 0), ("22.5", 1), ("22.50", 2), ("0", 0)])
def test_decimals_are_those_that_are_printed(printed, expected):
    assert count_decimals(printed) == expected


def test_without_a_count_any_whole_number_will_do():
    assert check_percentage(None, 40, "22.5").is_consistent
    assert not check_percentage(None, 40, "22.4").is_consistent


def test_a_denominator_of_nobody_is_refused():
    with pytest.raises(ValueError, match="denominator"):
        find_counts("0", 0)

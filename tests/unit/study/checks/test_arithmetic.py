import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.study.checks.semen.arithmetic import Printed, is_total_off

volumes = st.floats(0.1, 20.0)
concentrations = st.floats(0.01, 300.0)


@given(volumes, concentrations, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_a_true_total_is_never_off_however_its_numbers_were_rounded(v, c, dv, dc, dt):
    printed = [
        Printed(round(number, places), 0.5 * 10**-places)
        for number, places in ((v, dv), (c, dc), (v * c, dt))
    ]

    assert not is_total_off(*printed, tolerance=0.05)


@given(volumes, concentrations)
def test_twice_the_product_is_off_where_nothing_was_rounded(v, c):
    assert is_total_off(Printed(v), Printed(c), Printed(2 * v * c), tolerance=0.05)


@given(volumes, concentrations, st.floats(0.0, 3.0), st.floats(0.01, 0.5))
def test_a_wider_tolerance_never_finds_more(v, c, share, tolerance):
    numbers = Printed(v), Printed(c), Printed(share * v * c)

    if is_total_off(*numbers, tolerance=tolerance + 0.1):
        assert is_total_off(*numbers, tolerance=tolerance)


@pytest.mark.parametrize(("total", "expected"), [(0.0, True), (100.0, False)])
def test_a_total_of_zero_is_off_where_sperm_were_counted(total, expected):
    assert is_total_off(Printed(2.0), Printed(50.0), Printed(total), tolerance=0.05) is expected

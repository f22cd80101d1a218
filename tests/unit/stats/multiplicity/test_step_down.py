from __future__ import annotations

import pytest

from tubulus.stats.multiplicity.step_down import (
    compute_benjamini_hochberg,
    compute_hochberg,
    compute_holm,
)

COMPUTE = [compute_holm, compute_hochberg, compute_benjamini_hochberg]


@pytest.mark.parametrize("compute", COMPUTE)
def test_an_empty_family_stays_empty(compute):
    assert compute([]).tests == ()
    assert compute([]).family_size == 0


@pytest.mark.parametrize("compute", COMPUTE)
def test_one_test_alone_needs_no_adjustment(compute):
    assert [test.p_value for test in compute([0.03]).tests] == [0.03]


@pytest.mark.parametrize("compute", COMPUTE)
def test_tied_p_values_stay_tied(compute):
    first, _, second = (test.p_value for test in compute([0.02, 0.5, 0.02]).tests)

    assert first == second


def test_a_missing_test_counts_in_the_family():
    result = compute_holm([0.01, None, 0.04])

    assert result.tests[0].p_value == pytest.approx(0.03)
    assert result.tests[1].reason == "the test gave no p-value"
    assert result.family_size == 3


@pytest.mark.parametrize("p_value", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_refused(p_value):
    with pytest.raises(ValueError, match="p-values"):
        compute_holm([p_value])


def test_hochberg_rejects_all_when_the_largest_p_value_is_small_enough():
    assert [test.p_value for test in compute_hochberg([0.04, 0.05, 0.045]).tests] == [0.05] * 3

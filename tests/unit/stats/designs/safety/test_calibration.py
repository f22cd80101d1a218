from __future__ import annotations

import pytest
from scipy import stats

from tubulus.stats.designs.safety.boundary import StoppingBoundary
from tubulus.stats.designs.safety.calibration import calibrate_boundary
from tubulus.stats.designs.safety.operating_characteristics import compute_stopping_probabilities

QUARTERS = (10, 20, 30, 40)


def compute_level(limits, looks, p_0):
    return compute_stopping_probabilities(StoppingBoundary(looks, limits), p_0).sum()


@pytest.mark.parametrize(("n", "p_0"), [(10, 0.1), (40, 0.05), (25, 0.3)])
@pytest.mark.parametrize("shape", ["Pocock", "O'Brien-Fleming"])
def test_with_one_look_the_limit_is_that_of_the_binomial_test(shape, n, p_0):
    found = calibrate_boundary((n,), p_0, 0.05, shape=shape)

    expected = min(s for s in range(n + 1) if stats.binom.sf(s - 1, n, p_0) <= 0.05)
    assert found.boundary.limits == (expected,)
    assert found.attained.value == pytest.approx(stats.binom.sf(expected - 1, n, p_0), rel=1e-12)


def test_the_reference_rule_for_serious_harms():
    found = calibrate_boundary(QUARTERS, 0.1, 0.05)

    assert found.boundary.limits == (4, 6, 7, 9)
    assert found.critical_value.value == pytest.approx(stats.binom.sf(7, 40, 0.1), rel=1e-12)


@pytest.mark.parametrize("shape", ["Pocock", "O'Brien-Fleming", "SPRT"])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_alpha_holds_and_the_next_evidence_would_break_it(shape, alpha):
    looks, p_0 = (7, 13, 29, 41), 0.13
    p_1 = 0.3 if shape == "SPRT" else None
    found = calibrate_boundary(looks, p_0, alpha, shape=shape, p_1=p_1)
    # with these looks no two evidences tie: one limit falls by one
    wider = calibrate_boundary(looks, p_0, alpha, shape=shape, p_1=p_1, ties="latest first")

    assert found.attained.value <= alpha
    assert wider == found


def test_tied_evidence_stops_together_or_from_the_last_look_back():
    together = calibrate_boundary(QUARTERS, 0.1, 0.05, shape="O'Brien-Fleming")
    latest = calibrate_boundary(QUARTERS, 0.1, 0.05, shape="O'Brien-Fleming", ties="latest first")

    # 5, 6, 7, 8 have the same excess of 4 over n p0; together they would stop 5.08 %
    assert together.boundary.limits == (6, 7, 8, 9)
    assert compute_level((5, 6, 7, 8), QUARTERS, 0.1) > 0.05
    assert latest.boundary.limits == (6, 7, 7, 8)
    assert together.attained.value < latest.attained.value <= 0.05
    assert compute_level((6, 6, 7, 8), QUARTERS, 0.1) > 0.05


def test_obrien_and_fleming_stop_later_than_pocock():
    pocock = calibrate_boundary(QUARTERS, 0.2, 0.05)
    fleming = calibrate_boundary(QUARTERS, 0.2, 0.05, shape="O'Brien-Fleming")

    assert fleming.boundary.limits[0] > pocock.boundary.limits[0] + 1


def test_an_alpha_that_no_count_attains_gives_a_reason_and_no_limit():
    found = calibrate_boundary((2, 3), 0.5, 0.05)

    assert found.boundary.limits == (None, None)
    assert found.attained.state == "not estimable"
    assert "more probable than alpha" in found.attained.reason


def test_an_early_look_may_have_no_limit_while_a_later_one_has():
    assert calibrate_boundary((1, 2, 20), 0.3, 0.05).boundary.limits[:2] == (None, None)


def test_a_tiny_p_0_stops_at_any_event():
    found = calibrate_boundary((10, 40), 1e-8, 0.05)

    assert found.boundary.limits == (1, 1)
    assert found.attained.value == pytest.approx(4e-7, rel=1e-4)
    assert found.critical_value.reason == "any event stops and alpha still holds"


def test_looks_after_each_participant_are_calibrated():
    found = calibrate_boundary(range(1, 41), 0.1, 0.05)

    assert found.attained.value <= 0.05
    limits = [limit for limit in found.boundary.limits if limit is not None]
    assert limits == sorted(limits)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"shape": "Haybittle"}, "shape is one of"),
        ({"shape": "SPRT"}, "needs a p_1"),
        ({"shape": "SPRT", "p_1": 0.05}, "needs a p_1"),
        ({"p_1": 0.3}, "only the SPRT"),
        ({"shape": "O'Brien-Fleming", "p_1": 0.3}, "only the SPRT"),
    ],
)
def test_a_shape_and_its_p_1_belong_together(options, message):
    with pytest.raises(ValueError, match=message):
        calibrate_boundary(QUARTERS, 0.1, 0.05, **options)


@pytest.mark.parametrize(("p_0", "alpha"), [(0.0, 0.05), (10, 0.05), (0.1, 0.0), (0.1, 5)])
def test_probabilities_in_percent_are_refused(p_0, alpha):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        calibrate_boundary(QUARTERS, p_0, alpha)

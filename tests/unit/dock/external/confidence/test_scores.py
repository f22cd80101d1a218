import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tubulus.dock.external.confidence.interface import PredictedInterface
from tubulus.dock.external.confidence.scores import (
    compute_interface_error,
    compute_ipsae,
    compute_local_interaction_score,
    compute_pdockq,
    compute_pdockq2,
)


def make_interface(errors=4.0, distance=6.0, plddt=90.0, n_fixed=3, n_mobile=2):
    forward = np.full((n_fixed, n_mobile), errors)
    distances = np.full((n_fixed, n_mobile), distance)
    fixed, mobile = np.full(n_fixed, plddt), np.full(n_mobile, plddt)
    return PredictedInterface(
        forward, forward.T, distances, distances, fixed, mobile, fixed, mobile
    )


def test_ipsae_takes_the_best_residue_by_hand():
    errors = np.array([[3.0, 1.0], [2.0, 11.0]])

    # d0 is 1 Å for so few residues
    assert compute_ipsae(errors, 10.0) == pytest.approx((1 / 10 + 1 / 2) / 2)


def test_ipsae_of_long_partners_has_a_wider_scale():
    scale = 1.24 * (100 - 15) ** (1 / 3) - 1.8

    found = compute_ipsae(np.full((1, 100), 3.0), 10.0)

    assert found == pytest.approx(1 / (1 + (3.0 / scale) ** 2))


def test_an_error_at_the_limit_does_not_count():
    assert compute_ipsae(np.array([[10.0]]), 10.0) == 0.0
    assert compute_local_interaction_score(np.array([[12.0]])) == 0.0


@pytest.mark.parametrize("shape", [(0, 4), (4, 0)])
def test_partners_without_residues_score_zero(shape):
    assert compute_ipsae(np.empty(shape), 10.0) == 0.0


def test_lis_is_the_mean_over_small_errors():
    assert compute_local_interaction_score(np.array([[3.0, 6.0, 30.0]])) == pytest.approx(0.625)


def test_lis_of_contacts_counts_those_alone():
    near = np.array([[True, False, True]])

    assert compute_local_interaction_score(np.array([[3.0, 6.0, 30.0]]), near) == pytest.approx(
        0.75
    )


def test_pdockq_by_hand():
    exponent = 90.0 * np.log10(6) - 152.611

    expected = 0.724 / (1 + np.exp(-0.052 * exponent)) + 0.018
    assert compute_pdockq(make_interface()) == pytest.approx(expected)


def test_pdockq_without_contacts_is_zero_as_in_its_source():
    assert compute_pdockq(make_interface(distance=8.1)) == 0.0


def test_pdockq2_by_hand():
    product = 90.0 / (1 + 0.4**2)

    expected = 1.31034849 / (1 + np.exp(-7.47157696e-02 * (product - 84.7326239))) + 5.01886443e-03
    assert compute_pdockq2(make_interface()) == pytest.approx((expected, expected))


def test_what_needs_errors_is_unknown_without_them():
    whole = make_interface()
    without = PredictedInterface(
        None,
        None,
        whole.beta_distance,
        whole.alpha_distance,
        whole.fixed_confidence,
        whole.mobile_confidence,
        whole.fixed_confidence,
        whole.mobile_confidence,
    )

    assert compute_pdockq2(without) is None
    assert compute_interface_error(without) is None


def test_the_error_of_an_interface_without_contacts_is_unknown():
    assert compute_interface_error(make_interface(distance=20.0)) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 5.0))
def test_larger_errors_never_raise_lis_beyond_its_range(seed, more):
    errors = np.random.default_rng(seed).uniform(0.2, 11.0, (6, 5))

    near, far = (compute_local_interaction_score(e) for e in (errors * 0.1, errors * 0.1 + more))

    assert 0.0 <= far <= near <= 1.0

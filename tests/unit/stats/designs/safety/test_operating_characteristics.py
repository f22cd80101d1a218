from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.designs.safety.boundary import StoppingBoundary
from tubulus.stats.designs.safety.operating_characteristics import (
    compute_binomial,
    compute_operating_characteristics,
)


def enumerate_paths(boundary, probability):
    """Walk all sequences of outcomes and add up where they stop."""
    last = boundary.looks[-1]
    by_look, size, events = np.zeros(len(boundary.looks)), 0.0, 0.0
    for path in product((0, 1), repeat=last):
        weight = probability ** sum(path) * (1.0 - probability) ** (last - sum(path))
        end = last
        for look, (n, limit) in enumerate(zip(boundary.looks, boundary.limits, strict=True)):
            if limit is not None and sum(path[:n]) >= limit:
                by_look[look] += weight
                end = n
                break
        size += weight * end
        events += weight * sum(path[:end])
    return by_look, size, events


@pytest.mark.parametrize("limits", [(2, 3, 4), (None, 3, 4), (2, None, None), (3, 1, 6)])
@pytest.mark.parametrize("probability", [0.1, 0.35])
def test_every_path_of_outcomes_gives_the_same(limits, probability):
    boundary = StoppingBoundary((3, 5, 9), limits)
    by_look, size, events = enumerate_paths(boundary, probability)
    found = compute_operating_characteristics(boundary, [probability])

    assert found.stopping_by_look[0] == pytest.approx(by_look, abs=1e-14)
    assert found.stopping[0] == pytest.approx(by_look.sum(), abs=1e-14)
    assert found.expected_n[0] == pytest.approx(size, rel=1e-13)
    assert found.expected_events[0] == pytest.approx(events, rel=1e-13)


def test_certain_outcomes_stop_never_or_at_the_first_look():
    boundary = StoppingBoundary((10, 20), (4, 6))
    found = compute_operating_characteristics(boundary, [0.0, 1.0])

    assert found.stopping.tolist() == [0.0, 1.0]
    assert found.expected_n.tolist() == [20.0, 10.0]
    assert found.expected_events.tolist() == [0.0, 10.0]


def test_a_limit_of_no_events_stops_everybody_at_once():
    found = compute_operating_characteristics(StoppingBoundary((5, 9), (0, 3)), [0.2])

    assert found.stopping_by_look[0] == pytest.approx([1.0, 0.0], abs=1e-15)


def test_no_probability_gives_no_row():
    found = compute_operating_characteristics(StoppingBoundary((5,), (2,)), [])

    assert found.stopping_by_look.shape == (0, 1)


@pytest.mark.parametrize("probability", [-0.1, 10.0, float("nan")])
def test_a_probability_that_is_none_is_refused(probability):
    with pytest.raises(ValueError, match=r"lie in \[0, 1\]"):
        compute_operating_characteristics(StoppingBoundary((5,), (2,)), [probability])


@pytest.mark.parametrize(("n", "probability"), [(0, 0.3), (1, 0.0), (40, 0.1), (300, 0.97)])
def test_binomial_probabilities_equal_those_of_scipy(n, probability):
    expected = stats.binom.pmf(np.arange(n + 1), n, probability)

    assert compute_binomial(n, probability) == pytest.approx(expected, rel=1e-11, abs=1e-300)

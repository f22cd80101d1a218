from __future__ import annotations

import pytest

from tubulus.stats.designs.safety.boundary import StoppingBoundary


@pytest.mark.parametrize("looks", [(), (0, 5), (10, 10), (20, 10)])
def test_looks_come_after_ever_more_participants(looks):
    with pytest.raises(ValueError, match="look"):
        StoppingBoundary(looks, (1,) * len(looks))


def test_a_look_without_a_limit_is_refused():
    with pytest.raises(ValueError, match="each look has its limit"):
        StoppingBoundary((10, 20), (4,))


@pytest.mark.parametrize("limit", [-1, 11])
def test_a_limit_beyond_the_participants_is_refused(limit):
    with pytest.raises(ValueError, match="between 0 and the participants"):
        StoppingBoundary((10,), (limit,))


def test_a_limit_that_is_no_whole_number_is_refused():
    with pytest.raises(TypeError):
        StoppingBoundary((10,), (2.5,))


def test_a_boundary_without_limits_stops_nothing():
    assert not StoppingBoundary((10, 20), (None, None)).stops
    assert StoppingBoundary((10, 20), (None, 3)).stops

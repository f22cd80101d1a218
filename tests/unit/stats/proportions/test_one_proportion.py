from __future__ import annotations

import pytest

from tubulus.stats.proportions.one_proportion import estimate_proportion, estimate_upper_limit

METHODS = ("Clopper-Pearson", "Wilson", "Jeffreys", "mid-p")


@pytest.mark.parametrize("method", METHODS)
def test_nobody_gives_no_proportion(method):
    result = estimate_proportion(0, 0, method=method)

    assert (result.state, result.reason) == ("not estimable", "no participant")
    assert result.method == method


def test_nobody_gives_no_upper_limit():
    assert estimate_upper_limit(0, 0).reason == "no participant"


@pytest.mark.parametrize("method", METHODS)
def test_limits_reach_the_end_where_all_or_none_have_the_event(method):
    none, everybody = estimate_proportion(0, 7, method=method), estimate_proportion(7, 7)

    assert none.low == 0.0 < none.high < 1.0
    assert everybody.high == 1.0 > everybody.low > 0.0


def test_no_event_in_forty_leaves_an_upper_limit_of_about_three_over_n():
    result = estimate_upper_limit(0, 40)

    assert result.low == 0.0
    assert result.high == pytest.approx(1.0 - 0.05 ** (1.0 / 40.0))
    assert result.high < 3.0 / 40.0


def test_everybody_has_an_upper_limit_of_one():
    assert estimate_upper_limit(5, 5).high == 1.0


@pytest.mark.parametrize(("events", "n"), [(-1, 4), (5, 4), (0, -1)])
def test_impossible_counts_are_refused(events, n):
    with pytest.raises(ValueError, match="events"):
        estimate_proportion(events, n)


def test_a_share_in_place_of_a_count_is_refused():
    with pytest.raises(TypeError):
        estimate_proportion(0.5, 4)


def test_a_confidence_level_in_percent_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        estimate_proportion(1, 4, confidence=95)

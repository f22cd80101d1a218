from __future__ import annotations

import pytest

from tubulus.stats.two_proportions.risk_difference import estimate_risk_difference


@pytest.mark.parametrize("method", ["Miettinen-Nurminen", "Newcombe"])
@pytest.mark.parametrize("table", [(0, 0, 1, 4), (1, 4, 0, 0), (0, 0, 0, 0)])
def test_an_arm_without_participants_is_not_estimable(method, table):
    result = estimate_risk_difference(*table, method=method)

    assert (result.state, result.method) == ("not estimable", method)
    assert result.reason == "no participant in one arm"


@pytest.mark.parametrize("table", [(5, 4, 0, 4), (0, 4, 5, 4), (-1, 4, 0, 4)])
def test_impossible_counts_are_refused(table):
    with pytest.raises(ValueError, match="events"):
        estimate_risk_difference(*table)


def test_the_difference_is_first_arm_minus_comparator():
    assert estimate_risk_difference(3, 4, 1, 4).estimate == 0.5

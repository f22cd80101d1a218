from __future__ import annotations

import pytest

from tubulus.stats import estimate_risk_difference


@pytest.mark.parametrize("table", [(9, 40, 1, 40), (0, 12, 3, 25), (56, 70, 48, 80)])
def test_the_limits_lie_within_those_of_miettinen_and_nurminen(table):
    mee = estimate_risk_difference(*table, method="Mee")
    corrected = estimate_risk_difference(*table, method="Miettinen-Nurminen")

    assert corrected.low < mee.low < mee.estimate < mee.high < corrected.high


def test_in_large_arms_both_come_together():
    table = (9000, 40000, 1000, 40000)
    mee = estimate_risk_difference(*table, method="Mee")
    corrected = estimate_risk_difference(*table, method="Miettinen-Nurminen")

    assert mee.low == pytest.approx(corrected.low, abs=1e-6)
    assert mee.high == pytest.approx(corrected.high, abs=1e-6)


def test_nobody_and_everybody_with_the_event_give_limits_within_the_range():
    mee = estimate_risk_difference(40, 40, 0, 40, method="Mee")

    assert mee.high == 1.0
    assert 0.9 < mee.low < 1.0

from __future__ import annotations

import pytest
from scipy import stats

from tubulus.stats.designs.dose_finding.boin import BoinDesign, compute_boin_table


def test_the_shares_of_the_usual_target():
    design = BoinDesign(0.3)

    assert design.escalation_share == pytest.approx(0.236, abs=5e-4)
    assert design.deescalation_share == pytest.approx(0.359, abs=5e-4)


def test_limits_lie_around_the_shares_and_never_cross():
    table = compute_boin_table(BoinDesign(0.25), 30)

    for n, up, down, never in zip(
        table.n, table.escalate, table.deescalate, table.eliminate, strict=True
    ):
        assert up < down
        assert up / n <= table.design.escalation_share < (up + 1) / n
        assert never is None or down <= never


def test_a_dose_is_eliminated_where_the_posterior_says_so():
    table = compute_boin_table(BoinDesign(0.3), 12)

    assert table.eliminate[:3] == (None, None, 3)
    never = table.eliminate[11]
    above = [stats.beta.sf(0.3, 1 + never + s, 1 + 12 - never - s) for s in (-1, 0)]
    assert above[0] <= 0.95 < above[1]


def test_a_high_target_may_never_eliminate_few_participants():
    assert compute_boin_table(BoinDesign(0.6), 3).eliminate == (None, None, None)


def test_a_share_equal_to_lambda_d_stays():
    # targets symmetric to one half: lambda d is 1/2
    design = BoinDesign(0.4, lowest_toxic=0.6)

    assert design.deescalation_share == pytest.approx(0.5, rel=1e-14)
    assert compute_boin_table(design, 4).deescalate == (1, 2, 2, 3)


@pytest.mark.parametrize(
    ("target", "safe", "toxic"), [(0.3, 0.3, None), (0.3, None, 0.2), (0.8, None, None), (30, 1, 2)]
)
def test_probabilities_that_do_not_rise_are_refused(target, safe, toxic):
    with pytest.raises(ValueError, match="rise within"):
        BoinDesign(target, safe, toxic)


def test_a_table_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one participant"):
        compute_boin_table(BoinDesign(0.3), 0)

from __future__ import annotations

import pytest

from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.designs.two_stage.design import (
    TwoStageDesign,
    compute_early_stop,
    compute_rejection,
)


@pytest.mark.parametrize("design", [(0, 9, 2, 17), (1, 3, 4, 5), (2, 6, 2, 7)])
def test_rejection_sums_all_pairs_of_stages(design):
    plan = TwoStageDesign(*design)
    first, second = compute_binomial(plan.n_1, 0.3), compute_binomial(plan.n - plan.n_1, 0.3)
    expected = sum(
        first[x] * second[y]
        for x in range(plan.limit_1 + 1, plan.n_1 + 1)
        for y in range(plan.n - plan.n_1 + 1)
        if x + y > plan.limit
    )

    assert compute_rejection(plan, 0.3) == pytest.approx(expected, rel=1e-12)
    assert compute_early_stop(plan, 0.3) == pytest.approx(first[: plan.limit_1 + 1].sum())


@pytest.mark.parametrize("design", [(-1, 9, 2, 17), (9, 9, 10, 17), (0, 9, 2, 9), (3, 9, 2, 17)])
def test_a_design_that_cannot_be_run_is_refused(design):
    with pytest.raises(ValueError, match=r"limit|stage"):
        TwoStageDesign(*design)


def test_half_a_participant_is_refused():
    with pytest.raises(TypeError):
        TwoStageDesign(0, 9.5, 2, 17)

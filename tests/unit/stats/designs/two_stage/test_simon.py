from __future__ import annotations

import pytest

from tubulus.stats.designs.two_stage.design import (
    TwoStageDesign,
    compute_early_stop,
    compute_rejection,
)
from tubulus.stats.designs.two_stage.simon import find_simon_designs


def enumerate_best(plan, most):
    """Return expected n of the best design of each size, all designs compared."""
    p_0, p_1, alpha, beta = plan
    best = {}
    for n in range(2, most + 1):
        for n_1 in range(1, n):
            for limit_1 in range(n_1):
                for limit in range(limit_1, n):
                    design = TwoStageDesign(limit_1, n_1, limit, n)
                    if compute_rejection(design, p_1) < 1.0 - beta:
                        break
                    if compute_rejection(design, p_0) <= alpha:
                        expected = n_1 + (1.0 - compute_early_stop(design, p_0)) * (n - n_1)
                        best[n] = min(best.get(n, expected), expected)
    return best


@pytest.mark.parametrize("plan", [(0.1, 0.5, 0.1, 0.2), (0.3, 0.8, 0.1, 0.1)])
def test_no_design_is_better_than_those_found(plan):
    found = find_simon_designs(*plan)
    best = enumerate_best(plan, 13)

    assert found.minimax.design.n == min(best)
    assert found.minimax.expected_n == pytest.approx(best[min(best)], rel=1e-12)
    assert found.optimal.expected_n == pytest.approx(min(best.values()), rel=1e-12)
    assert found.is_proven


def test_the_reference_designs():
    found = find_simon_designs(0.05, 0.25, 0.05, 0.2)

    assert found.optimal.design == TwoStageDesign(0, 9, 2, 17)
    assert found.optimal.expected_n == pytest.approx(11.958, abs=5e-4)
    assert found.minimax.design == TwoStageDesign(0, 12, 2, 16)
    assert found.optimal.level <= 0.05
    assert found.optimal.power >= 0.8


def test_one_design_may_be_minimax_and_optimal():
    found = find_simon_designs(0.8, 0.95, 0.05, 0.2)

    assert found.minimax is found.optimal


def test_too_few_participants_leave_no_design_and_a_reason():
    found = find_simon_designs(0.05, 0.06, 0.05, 0.2, most=30)

    assert found.admissible == ()
    assert found.minimax is None
    assert found.optimal is None
    assert found.reason == "no two-stage design of at most 30 participants exists"


def test_a_search_that_was_cut_is_not_proven():
    assert not find_simon_designs(0.05, 0.25, 0.05, 0.2, most=17).is_proven


@pytest.mark.parametrize("plan", [(0.25, 0.05, 0.05, 0.2), (0.2, 0.2, 0.05, 0.2), (5, 25, 5, 20)])
def test_proportions_that_do_not_rise_are_refused(plan):
    with pytest.raises(ValueError, match=r"p_1 lies above|strictly between"):
        find_simon_designs(*plan)

from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.dose_finding.boin import BoinDesign
from tubulus.stats.designs.dose_finding.simulation import DoseFindingPlan, simulate_dose_finding

DESIGN, PLAN = BoinDesign(0.3), DoseFindingPlan(10, 3)


def simulate(toxicities, plan=PLAN, seed=1, trials=50):
    return simulate_dose_finding(DESIGN, plan, toxicities, trials, np.random.default_rng(seed))


def test_harmless_doses_climb_to_the_top():
    found = simulate([0.0, 0.0, 0.0])

    assert found.selected.tolist() == [0.0, 0.0, 1.0]
    assert found.mean_n.tolist() == [3.0, 3.0, 24.0]
    assert found.mean_events.tolist() == [0.0, 0.0, 0.0]


def test_certain_toxicity_ends_each_trial_after_the_first_cohort():
    found = simulate([1.0, 1.0])

    assert found.selected_none == 1.0
    assert found.mean_n.tolist() == [3.0, 0.0]


def test_a_toxic_dose_above_a_harmless_one_is_given_once():
    found = simulate([0.0, 1.0, 1.0])

    assert found.selected.tolist() == [1.0, 0.0, 0.0]
    assert found.mean_n.tolist() == [27.0, 3.0, 0.0]


def test_enough_participants_at_a_dose_end_the_trial():
    found = simulate([0.0, 0.0], DoseFindingPlan(10, 3, enough=9))

    assert found.mean_n.tolist() == [3.0, 9.0]


def test_a_later_first_dose_leaves_lower_ones_untouched():
    found = simulate([0.0, 0.0, 0.0], DoseFindingPlan(4, 3, first_dose=2))

    assert found.mean_n.tolist() == [0.0, 3.0, 9.0]


def test_the_same_seed_gives_the_same_trials():
    first, again, other = (simulate([0.1, 0.3, 0.5], seed=s, trials=500) for s in (4, 4, 5))

    assert np.array_equal(first.selected, again.selected)
    assert not np.array_equal(first.mean_n, other.mean_n)


def test_shares_add_up_and_carry_their_error():
    found = simulate([0.2, 0.3, 0.5], trials=400)

    assert found.selected.sum() + found.selected_none == pytest.approx(1.0)
    share = found.selected[1]
    assert found.selected_error[1] == pytest.approx((share * (1 - share) / 400) ** 0.5)


@pytest.mark.parametrize(
    ("toxicities", "plan", "trials"),
    [([0.1, 30.0], PLAN, 5), ([0.1], PLAN, 0), ([0.1], DoseFindingPlan(2, 3, first_dose=2), 5)],
)
def test_what_cannot_be_simulated_is_refused(toxicities, plan, trials):
    with pytest.raises(ValueError, match=r"lie in|at least one trial"):
        simulate(toxicities, plan, trials=trials)


def test_a_plan_without_participants_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        DoseFindingPlan(0, 3)

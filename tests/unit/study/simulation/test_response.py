"""Responders: rates without a condition, the exact conditional distribution with one."""

import math

import numpy as np
import pytest

from tubulus.core.seeds import make_generator
from tubulus.study.simulation import response as response_module
from tubulus.study.simulation.marginals import SimulationError
from tubulus.study.simulation.response import simulate_response
from tubulus.study.simulation.settings import Condition, Mess


def make_free(settings, n, **mess):
    """Return settings without a condition and with n men an arm."""
    arms = tuple(arm.model_copy(update={"participants": n}) for arm in settings.arms)
    untidy = Mess(source="test", **mess)
    return settings.model_copy(update={"arms": arms, "condition": None, "mess": untidy})


def test_the_conditioned_arm_has_the_published_count_all_with_secondary_infertility(settings):
    for seed in range(20):
        drawn = simulate_response(settings, "cells", make_generator(seed, "test"))

        assert drawn.responder.sum() == 9
        assert drawn.secondary[drawn.responder].all()


def test_the_other_arm_is_drawn_once_and_varies(settings):
    drawn = [simulate_response(settings, "hormones", make_generator(s, "t")) for s in range(20)]

    assert {d.draws for d in drawn} == {1}
    assert len({int(d.responder.sum()) for d in drawn}) > 2


@pytest.mark.parametrize("arm", ["cells", "hormones"])
@pytest.mark.parametrize("secondary", [False, True])
@pytest.mark.parametrize("more_sensitive", [False, True])
def test_rates_follow_arm_infertility_and_examination(settings, arm, secondary, more_sensitive):
    free = make_free(settings, 40_000, third_ejaculate=0.4, direct_at_baseline=0.2)
    drawn = simulate_response(free, arm, make_generator(5, "test"))
    chosen = (drawn.secondary == secondary) & (drawn.more_sensitive == more_sensitive)
    expected = free.find_rate(
        arm,
        "secondary" if secondary else "primary",
        "more sensitive" if more_sensitive else "as at baseline",
    )

    error = math.sqrt(expected * (1 - expected) / chosen.sum())
    assert abs(drawn.sperm_seen[chosen].mean() - expected) < 5 * error


def test_who_did_not_come_and_who_took_a_rescue_is_no_responder(settings):
    free = make_free(settings, 5_000, missing_follow_up=0.3, rescue=0.3)
    drawn = simulate_response(free, "cells", make_generator(6, "test"))
    excused = ~drawn.observed | drawn.rescue

    assert drawn.sperm_seen[excused].any()
    assert not drawn.responder[excused].any()


def test_the_condition_leaves_the_exact_conditional_distribution(settings):
    """Number of men with secondary infertility among 4, given 1 responder, a secondary one."""
    condition = Condition(arm="cells", responders=1, infertility="secondary", label="test")
    small = make_free(settings, 4).model_copy(update={"condition": condition})
    rng, rounds = make_generator(7, "test"), 4_000

    found = np.bincount(
        [int(simulate_response(small, "cells", rng).secondary.sum()) for _ in range(rounds)],
        minlength=5,
    )

    share = small.find_arm("cells").secondary_share
    primary = small.find_rate("cells", "primary", "as at baseline")
    secondary = small.find_rate("cells", "secondary", "as at baseline")
    weights = np.array(
        [
            math.comb(4, k)
            * share**k
            * (1 - share) ** (4 - k)
            * (k * secondary * (1 - secondary) ** (k - 1) if k else 0.0)
            * (1 - primary) ** (4 - k)
            for k in range(5)
        ]
    )
    expected = weights / weights.sum()
    errors = np.sqrt(expected * (1 - expected) / rounds)
    assert (np.abs(found / rounds - expected) <= 4 * errors).all()


def test_a_condition_that_never_comes_up_is_refused(settings, monkeypatch):
    monkeypatch.setattr(response_module, "_MOST_DRAWS", 50)
    condition = Condition(arm="cells", responders=41, label="test")
    impossible = settings.model_copy(update={"condition": condition})

    with pytest.raises(SimulationError, match="was not met in 50 draws"):
        simulate_response(impossible, "cells", make_generator(8, "test"))


def test_a_condition_may_leave_the_stratum_open(settings):
    condition = Condition(arm="cells", responders=5, label="test")
    wider = settings.model_copy(update={"condition": condition})

    drawn = simulate_response(wider, "cells", make_generator(9, "test"))

    assert drawn.responder.sum() == 5

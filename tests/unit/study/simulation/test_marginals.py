"""Values of many simulated men against the marginals they were drawn from."""

import math

import numpy as np
import pytest
from scipy import stats

from tubulus.core.seeds import make_generator
from tubulus.study.simulation.marginals import SimulationError, simulate_measurements

N = 40_000
ITEMS = ["age", "fsh", "lh", "testosterone", "inhibin_b", "prolactin", "estradiol", "testis_volume"]


@pytest.fixture
def drawn(settings):
    plain = settings.model_copy(update={"changes": ()})
    return simulate_measurements(plain, "cells", N, make_generator(11, "test"))


def find_marginal(settings, item):
    return next(m for m in settings.marginals if m.item == item)


def find_column(drawn, item):
    return drawn.baseline[:, drawn.items.index(item)]


def to_scale(marginal, values):
    """Return values on the scale on which the marginal is normal."""
    return np.log(values) if marginal.distribution == "log-normal" else values


@pytest.fixture
def reference(settings):
    """Draw from the cut multivariate normal another way: all at once, then cut."""
    marginals = settings.marginals
    centers, lows, highs = (
        np.array([to_scale(m, getattr(m, end)) for m in marginals])
        for end in ("center", "low", "high")
    )
    spreads = np.array([m.spread for m in marginals])
    covariance = settings.make_correlation_matrix() * np.outer(spreads, spreads)
    rng = np.random.Generator(np.random.PCG64(99))
    values = stats.multivariate_normal(centers, covariance).rvs(4 * N, random_state=rng)
    return values[((values >= lows) & (values <= highs)).all(axis=1)]


@pytest.mark.parametrize("item", ITEMS)
def test_the_middle_of_each_item_is_the_cited_one(settings, drawn, item):
    marginal = find_marginal(settings, item)
    values = to_scale(marginal, find_column(drawn, item))

    # 5 Monte Carlo standard errors of a median, and a twentieth of the spread for what the cut
    # tails take away: a testis volume of 9, SD 4, loses everything below 1
    error = 5 * 1.2533 * marginal.spread / math.sqrt(N) + 0.05 * marginal.spread
    assert abs(np.median(values) - to_scale(marginal, marginal.center)) < error


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_has_the_spread_of_the_cut_distribution(settings, drawn, reference, item):
    place = drawn.items.index(item)
    values = to_scale(find_marginal(settings, item), drawn.baseline[:, place])
    expected = reference[:, place]

    # 5 Monte Carlo standard errors of mean and of standard deviation
    error = 5 * expected.std() * math.sqrt(1 / N + 1 / len(expected))
    assert abs(values.mean() - expected.mean()) < error
    assert abs(values.std() - expected.std()) < error


@pytest.mark.parametrize("item", ITEMS)
def test_no_value_before_treatment_passes_its_limits(settings, drawn, item):
    marginal, values = find_marginal(settings, item), find_column(drawn, item)

    assert marginal.low <= values.min()
    assert values.max() <= marginal.high


def test_correlations_follow_the_cited_ones(settings, drawn, reference):
    columns = [to_scale(find_marginal(settings, i), find_column(drawn, i)) for i in drawn.items]
    found = np.corrcoef(columns)

    error = 5 * math.sqrt(1 / N + 1 / len(reference))
    assert np.abs(found - np.corrcoef(reference.T)).max() < error
    # the limits take a little off the strongest correlations
    assert np.abs(found - settings.make_correlation_matrix()).max() < 0.05


def test_an_untreated_man_keeps_the_share_of_his_deviation_that_the_within_variation_leaves(
    settings, drawn
):
    for item in ("fsh", "lh", "testosterone", "inhibin_b"):
        marginal, place = find_marginal(settings, item), drawn.items.index(item)
        before, after = np.log(drawn.baseline[:, place]), np.log(drawn.follow_up[:, place])
        kept = 1 - (marginal.within_spread / marginal.spread) ** 2

        assert np.polyfit(before, after, 1)[0] == pytest.approx(kept, abs=0.03)
        assert after.std() == pytest.approx(before.std(), rel=0.05)


def test_extreme_men_move_back_to_the_middle_without_treatment(settings, drawn):
    place = drawn.items.index("lh")
    before, after = drawn.baseline[:, place], drawn.follow_up[:, place]
    extreme = before > np.quantile(before, 0.9)

    assert np.median(after[extreme]) < 0.95 * np.median(before[extreme])
    assert np.median(after) == pytest.approx(np.median(before), rel=0.02)


def test_a_change_multiplies_the_value_of_its_arm_only(settings):
    cells = simulate_measurements(settings, "cells", 500, make_generator(3, "test"))
    hormones = simulate_measurements(settings, "hormones", 500, make_generator(3, "test"))
    ratio = cells.follow_up / hormones.follow_up

    assert np.array_equal(cells.baseline, hormones.baseline)
    assert ratio[:, cells.items.index("testosterone")] == pytest.approx(0.85 / 1.35)
    assert ratio[:, cells.items.index("prolactin")] == pytest.approx(1.0)


def test_nobody_can_be_drawn(settings):
    drawn = simulate_measurements(settings, "cells", 0, make_generator(3, "test"))

    assert drawn.baseline.shape == (0, len(settings.marginals))


def test_limits_without_room_are_refused(settings):
    narrow = [
        m.model_copy(update={"low": m.center * 0.99999, "high": m.center * 1.00001})
        for m in settings.marginals
    ]
    impossible = settings.model_copy(update={"marginals": tuple(narrow)})

    with pytest.raises(SimulationError, match="widen"):
        simulate_measurements(impossible, "cells", 5, make_generator(3, "test"))

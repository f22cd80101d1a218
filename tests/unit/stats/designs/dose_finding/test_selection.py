from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.dose_finding.boin import BoinDesign
from tubulus.stats.designs.dose_finding.selection import (
    compute_isotonic,
    select_doses,
    select_mtd,
)

DESIGN = BoinDesign(0.3)


def pool_adjacent_violators(values, weights):
    pools = []
    for value, weight in zip(values, weights, strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value_2, weight_2, size_2 = pools.pop()
            value_1, weight_1, size_1 = pools.pop()
            total = weight_1 + weight_2
            mean = (value_1 * weight_1 + value_2 * weight_2) / total
            pools.append([mean, total, size_1 + size_2])
    return [value for value, _, size in pools for _ in range(size)]


def test_it_pools_adjacent_violators():
    generator = np.random.default_rng(3)
    values, weights = generator.random((50, 6)), generator.uniform(0.1, 3.0, (50, 6))
    expected = [pool_adjacent_violators(*row) for row in zip(values, weights, strict=True)]

    assert compute_isotonic(values, weights) == pytest.approx(np.array(expected), rel=1e-12)


def test_a_value_without_weight_takes_no_part():
    values, weights = np.array([[0.5, 0.9, 0.1]]), np.array([[1.0, 0.0, 3.0]])

    assert compute_isotonic(values, weights)[0, [0, 2]] == pytest.approx([0.2, 0.2])


def test_the_dose_nearest_to_the_target_is_chosen():
    found = select_mtd(DESIGN, [0, 1, 2, 4], [3, 6, 6, 6])

    assert found.dose == 3
    assert list(found.isotonic[:3]) == sorted(found.isotonic[:3])


def test_of_equal_shares_the_highest_below_and_the_lowest_above_are_taken():
    assert select_mtd(DESIGN, [0, 0, 0], [3, 3, 3]).dose == 3
    assert select_mtd(BoinDesign(0.25), [2, 2], [6, 6]).dose == 1


def test_a_toxic_first_dose_leaves_none():
    found = select_mtd(DESIGN, [3, 0], [3, 0])

    assert found.dose is None
    assert found.isotonic == (None, None)
    assert found.reason == "the lowest dose is too toxic"


def test_nobody_treated_leaves_none():
    assert select_mtd(DESIGN, [0, 0], [0, 0]).reason == "no dose that is left was given"


def test_a_dose_that_was_not_given_is_not_chosen():
    found = select_mtd(DESIGN, [0, 0, 0], [0, 3, 0])

    assert found.dose == 2
    assert found.isotonic[0] is None


def test_doses_above_an_eliminated_one_are_eliminated():
    found = select_mtd(DESIGN, [0, 3, 0], [3, 3, 3])

    assert found.dose == 1
    assert found.isotonic[1:] == (None, None)


def test_many_trials_choose_what_each_alone_does():
    generator = np.random.default_rng(8)
    n = 3 * generator.integers(0, 5, (40, 4))
    events = generator.binomial(n, 0.35)
    alone = [select_mtd(DESIGN, y, m).dose or 0 for y, m in zip(events, n, strict=True)]

    assert select_doses(DESIGN, events.astype(float), n.astype(float)).tolist() == alone


@pytest.mark.parametrize(("events", "n"), [([1], [1, 2]), ([], [])])
def test_each_dose_has_events_and_participants(events, n):
    with pytest.raises(ValueError, match="each dose"):
        select_mtd(DESIGN, events, n)


def test_more_events_than_participants_are_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        select_mtd(DESIGN, [4], [3])

from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.sample_size.non_inferiority import (
    compute_non_inferiority_level,
    compute_non_inferiority_power,
    find_non_inferior_tables,
)
from tubulus.stats.two_proportions.miettinen_nurminen import compute_limits


@pytest.mark.parametrize("arms", [(9, 14), (1, 3), (12, 12)])
@pytest.mark.parametrize("margin", [0.0, 0.13])
def test_the_lower_limits_of_the_tables_found_exceed_minus_the_margin(arms, margin):
    first, second = np.arange(arms[0] + 1)[:, None], np.arange(arms[1] + 1)[None, :]
    low, _ = compute_limits(first, arms[0], second, arms[1], 0.9)
    found = find_non_inferior_tables(*arms, 0.05, margin=margin)

    assert np.array_equal(found, low > -margin + 1e-12)


def test_a_wider_margin_is_easier_to_keep():
    powers = [
        compute_non_inferiority_power((40, 40), (0.8, 0.8), 0.025, margin=margin)
        for margin in (0.05, 0.15, 0.3)
    ]

    assert powers == sorted(powers)


def test_the_highest_level_is_near_alpha_and_is_met_on_the_margin():
    level = compute_non_inferiority_level((40, 40), 0.025, margin=0.1)

    assert 0.02 < level < 0.04
    assert level >= compute_non_inferiority_power((40, 40), (0.5, 0.6), 0.025, margin=0.1)


@pytest.mark.parametrize(("arms", "margin"), [((0, 5), 0.1), ((5, 5), 1.0), ((5, 5), -0.1)])
def test_an_empty_arm_and_a_margin_outside_its_range_are_refused(arms, margin):
    with pytest.raises(ValueError, match=r"each arm|a margin"):
        find_non_inferior_tables(*arms, 0.05, margin=margin)

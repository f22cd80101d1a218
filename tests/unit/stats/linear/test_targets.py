from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.targets import select_target


@pytest.mark.parametrize(
    ("target", "expected"), [("ATE", [1, 1]), ("ATT", [1, 0]), ("ATU", [0, 1])]
)
def test_a_target_selects_its_participants(target, expected):
    assert select_target(np.array([1.0, 0.0]), target).tolist() == expected


def test_an_unknown_target_is_refused():
    with pytest.raises(ValueError, match="ATE, ATT or ATU"):
        select_target(np.array([1.0]), "ATO")

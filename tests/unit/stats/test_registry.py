from __future__ import annotations

from dataclasses import fields

import pytest

from tubulus.stats import METHODS, estimate_proportion, estimate_risk_difference


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
def test_a_method_says_what_it_gives_its_limits_and_its_source(method):
    assert all(len(getattr(method, field.name)) > 5 for field in fields(method)[1:])
    assert METHODS[method.name] is method


def test_results_carry_a_registered_name():
    assert estimate_proportion(1, 4).method in METHODS
    assert estimate_risk_difference(1, 4, 2, 4).method in METHODS

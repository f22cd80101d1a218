"""Tests of the settings of an integration."""

from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from tubulus.screen.settings.integration import IntegrationSettings


def test_the_prior_is_that_of_ten_random_pairs_to_a_positive_one():
    assert IntegrationSettings().prior_log_odds == pytest.approx(math.log(1 / 10))


@pytest.mark.parametrize(
    "odd", [{"prior": 0}, {"prior": 1}, {"cap": 1}, {"smoothing": 0}, {"capp": 3}]
)
def test_settings_that_make_no_sense_are_refused(odd):
    with pytest.raises(ValidationError):
        IntegrationSettings(**odd)

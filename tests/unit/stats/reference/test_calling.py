from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats import Interval, Statistic, estimate_ancova, two_proportions
from tubulus.stats.reference.calling import follow_part, read_number, resolve_function
from tubulus.stats.results import HypothesisTest

INTERVAL = Interval(2.0, 1.0, 4.0, 0.95, "a method")


def test_a_public_function_is_found_by_its_path():
    assert resolve_function("estimate_ancova") is estimate_ancova
    assert (
        resolve_function("two_proportions.estimate_odds_ratio")
        is two_proportions.estimate_odds_ratio
    )


@pytest.mark.parametrize(
    "path",
    [
        "os.system",
        "__import__",
        "registry.METHODS",
        "estimate_ancova.__globals__",
        "missing.np",
        "two_proportions.counts",
        "Interval.__init__",
        "",
    ],
)
def test_what_is_not_public_is_refused(path):
    with pytest.raises(ValueError, match="exports no"):
        resolve_function(path)


def test_what_cannot_be_called_is_refused():
    with pytest.raises(ValueError, match="cannot be called"):
        resolve_function("designs")


def test_a_path_goes_through_fields_keys_and_places():
    result = {"ATE": (INTERVAL,), "drawn": np.array([[1.0, 2.0], [3.0, 4.0]])}

    assert follow_part(result, "ATE.0.high") == 4.0
    assert follow_part(result, "drawn.T.1.0") == 2.0
    assert follow_part(result, "") is result


@pytest.mark.parametrize("path", ["middle", "__class__", "_private"])
def test_a_part_that_no_result_has_is_refused(path):
    with pytest.raises(ValueError, match="has no part"):
        follow_part(INTERVAL, path)


@pytest.mark.parametrize(
    ("result", "path", "word", "number"),
    [
        (INTERVAL, "low", "", 1.0),
        (Statistic(3.0, "m"), "", "", 3.0),
        (Statistic(None, "m", "nobody"), "", "", None),
        (HypothesisTest(0.2, "m"), "", "", 0.2),
        (INTERVAL, "high", "log", np.log(4.0)),
        (INTERVAL, "low", "exp", np.e),
        (0.0, "", "log", -np.inf),
        (0.5, "", "logit", 0.0),
        ([1.0, 3.0], "", "mean", 2.0),
        ([1.0, 3.0], "", "sd", np.sqrt(2.0)),
    ],
)
def test_a_number_is_read_and_transformed(result, path, word, number):
    assert read_number(result, path, word) == (None if number is None else pytest.approx(number))


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="no number is made by cube"):
        read_number(2.0, "", "cube")

from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats import Interval
from tubulus.stats.reference.arguments import MissingDataError, call_function, list_data

GIVEN = {
    "men": {
        "arm": [1, 1, 0, 0],
        "y": [1.0, np.nan, 4.0, 8.0],
        "limit": [2.0, 2.0, 2.0, 2.0],
        "centre": ["a", "b", "a", "b"],
    }
}


def build(value):
    """Build one argument by a call that gives it back."""
    call = {"call": "Statistic", "arguments": {"value": 1.0, "method": value}}
    return call_function(call, GIVEN).method


def column(name="y", **further):
    return {"data": "men", "column": name, **further}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (column(), [1.0, np.nan, 4.0, 8.0]),
        (column(complete=["y"]), [1.0, 4.0, 8.0]),
        (column(where={"arm": "0"}), [4.0, 8.0]),
        (column(where={"arm": "0"}, slice=[0, 1]), [4.0]),
        (column(above=3), [0.0, np.nan, 1.0, 1.0]),
        (column(at_least="limit"), [2.0, np.nan, 4.0, 8.0]),
        (column(log=True, slice=[2, 4]), np.log([4.0, 8.0])),
        (column("centre", equals="b"), [0.0, 1.0, 0.0, 1.0]),
        (column(shape=[2, -1]), [[1.0, np.nan], [4.0, 8.0]]),
        ({"columns": [column("arm"), column("limit")]}, [[1, 2], [1, 2], [0, 2], [0, 2]]),
        ({"join": [column(slice=[0, 1]), column(slice=[2, 3])]}, [1.0, 4.0]),
        ({"stack": [column(slice=[2, 4])]}, [[4.0, 8.0]]),
        ({"array": [1, 2]}, [1, 2]),
    ],
)
def test_columns_become_arrays(spec, expected):
    np.testing.assert_array_equal(build(spec), expected)


def test_texts_lists_and_names_stay_what_they_are():
    assert build({"data": "men", "text": "centre"}) == ("a", "b", "a", "b")
    assert build([1, [2, None]]) == (1, (2, None))
    assert build({"first": 1}) == {"first": 1}


def test_a_call_may_be_an_argument_and_a_part_of_its_result_too():
    interval = {"call": "Interval", "arguments": {"estimate": 1.0, "low": 0.0, "high": 2.0}}
    interval["arguments"] |= {"confidence": 0.95, "method": "m"}

    assert build(interval) == Interval(1.0, 0.0, 2.0, 0.95, "m")
    assert build(interval | {"part": "high"}) == 2.0


def test_a_generator_is_seeded():
    assert build({"generator": 3}).random() == np.random.default_rng(3).random()


def test_a_data_set_that_is_nowhere_is_named():
    with pytest.raises(MissingDataError, match="women"):
        build({"data": "women", "column": "y"})


def test_data_sets_are_listed_once():
    spec = {"arguments": {"a": [column(), column("arm")], "b": {"data": "other", "column": "y"}}}

    assert list_data(spec) == ("men", "other")

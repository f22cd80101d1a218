from __future__ import annotations

import pytest

from tubulus.stats.reference.wording import describe_call

AGE = {"data": "men", "column": "age"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        ("two-sided", "'two-sided'"),
        ([1, None], "[1, None]"),
        (AGE, "age"),
        (AGE | {"log": True}, "log(age)"),
        (AGE | {"above": 0}, "age > 0"),
        ({"data": "men", "column": "centre", "equals": "b"}, "centre == 'b'"),
        (AGE | {"where": {"arm": "1"}, "slice": [0, 8]}, "age[arm=1, 0:8]"),
        ({"columns": [AGE, AGE]}, "[age, age]"),
        ({"join": [AGE, AGE]}, "age then age"),
        ({"generator": 6}, "default_rng(6)"),
        ({"call": "Interval", "arguments": {"low": 1}, "part": "low"}, "Interval(low=1).low"),
        ({"age": AGE}, "{age: age}"),
    ],
)
def test_an_argument_is_written_as_a_person_would(value, text):
    assert describe_call({"call": "f", "arguments": {"x": value}}) == f"f(x={text})"

import pytest

from tubulus.study.records.values import MISSING, Value, ValueState


def test_a_value_is_present_unless_said_otherwise():
    assert Value(number=0.0).is_known


@pytest.mark.parametrize("state", [s for s in ValueState if s is not ValueState.PRESENT])
def test_no_other_state_is_a_known_value(state):
    assert not Value(state=state, number=1.0).is_known


def test_missing_has_no_reading():
    assert (MISSING.number, MISSING.text, MISSING.day, MISSING.truth) == (None,) * 4

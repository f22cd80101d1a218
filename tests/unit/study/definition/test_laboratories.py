import pytest
from pydantic import ValidationError

from tubulus.study.definition.laboratories import Assay


def test_an_assay_in_an_unknown_unit_gets_the_nearest_one():
    with pytest.raises(ValidationError, match="unknown unit 'nmol/l'; did you mean 'nmol/L'"):
        Assay(unit="nmol/l")


@pytest.mark.parametrize("factor", [0.0, -21.2])
def test_a_factor_that_could_not_be_one_is_refused(factor):
    with pytest.raises(ValidationError, match="activity_factor"):
        Assay(unit="mIU/L", activity_factor=factor)


def test_a_range_whose_ends_are_exchanged_is_refused():
    with pytest.raises(ValidationError, match="lower reference limit is above"):
        Assay(unit="IU/L", low=16.3, high=1.9)


def test_a_range_may_be_open_at_either_end():
    assert Assay(unit="IU/L", high=16.3).low is None
    assert Assay(unit="IU/L", low=1.9).high is None

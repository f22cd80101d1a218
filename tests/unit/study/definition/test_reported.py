import pytest
from tests.support.study_data import make_trial

from tubulus.core.errors import InputError

ONE = '[[reported]]\nid = "r"\nlabel = "responders"\n'


def test_a_printed_percentage_keeps_its_decimals():
    study = make_trial(more=ONE + 'percent = "22.50"\nn = 40\n')

    assert study.reported[0].percent == "22.50"
    assert study.reported[0].count is None


@pytest.mark.parametrize(
    "keys",
    [
        "percent = 22.5\nn = 40",
        'percent = "22,5"\nn = 40',
        'percent = "22.5 %"\nn = 40',
        'percent = "22.5"\nn = 0',
        'percent = "22.5"\nn = 40\ncount = -1',
        'percent = "22.5"',
    ],
)
def test_what_is_no_printed_percentage_is_reported_with_its_place(keys):
    with pytest.raises(InputError, match="reported"):
        make_trial(more=f"{ONE}{keys}\n")


def test_two_of_one_identifier_are_reported():
    with pytest.raises(InputError, match="twice"):
        make_trial(more=(ONE + 'percent = "22.5"\nn = 40\n') * 2)

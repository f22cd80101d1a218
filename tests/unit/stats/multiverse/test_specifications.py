from __future__ import annotations

import pytest

from tubulus.stats.multiverse.specifications import enumerate_specifications

CHOICES = {"scale": ["log", "identity"], "errors": ["HC3", "classical"]}


def test_every_combination_is_listed_once_with_the_primary_one_first():
    found = enumerate_specifications(CHOICES)

    assert [part.number for part in found] == [0, 1, 2, 3]
    assert len({part.options for part in found}) == 4
    assert found[0].options == (("scale", "log"), ("errors", "HC3"))
    assert found[1].get_option("errors") == "classical"


def test_a_combination_that_makes_no_sense_is_left_out():
    found = enumerate_specifications(CHOICES, [{"scale": "log", "errors": "classical"}])

    assert [part.number for part in found] == [0, 1, 2]
    assert ("log", "classical") not in {
        (part.get_option("scale"), part.get_option("errors")) for part in found
    }


def test_a_plan_without_choices_has_one_specification():
    assert [part.options for part in enumerate_specifications({})] == [()]


@pytest.mark.parametrize(
    ("choices", "excluded", "message"),
    [
        ({"scale": []}, [], "scale needs a list"),
        ({"scale": "log"}, [], "scale needs a list"),
        ({"scale": ["log", "log"]}, [], "option twice"),
        (CHOICES, [{"scale": "sqrt"}], "scale = sqrt, which is not declared"),
        (CHOICES, [{"unit": "mL"}], "unit = mL, which is not declared"),
        (CHOICES, [{}], "names no option"),
        (CHOICES, [{"scale": "log"}, {"scale": "identity"}], "leave no specification"),
    ],
)
def test_choices_that_make_no_multiverse_are_refused(choices, excluded, message):
    with pytest.raises(ValueError, match=message):
        enumerate_specifications(choices, excluded)

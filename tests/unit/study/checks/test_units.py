import pytest
from tests.support.study_data import make_trial

from tubulus.study.checks.hormones.units import find_fitting_unit
from tubulus.study.definition.laboratories import Assay


def find_item(name):
    form = make_trial().find_form("hormones")
    return form.find_item(name)


@pytest.mark.parametrize(
    ("item", "entered", "unit", "expected"),
    [
        ("testosterone", 450.0, "nmol/L", "ng/dL"),
        ("testosterone", 15.0, "ng/dL", "nmol/L"),
        ("testosterone", 15.0, "nmol/L", ""),
        ("testosterone", 450.0, "ng/dL", ""),
        ("testosterone", 0.0, "nmol/L", ""),
        ("fsh", 150.0, "IU/L", ""),
        ("prolactin", 190.0, "ng/mL", "mIU/L"),
        ("prolactin", 190.0, "mIU/L", ""),
        ("prolactin", 9.0, "mIU/L", "ng/mL"),
    ],
)
def test_the_unit_in_which_a_number_would_be_usual_is_named(item, entered, unit, expected):
    assay = Assay(unit="ng/mL", activity_factor=21.2)

    assert find_fitting_unit(find_item(item), entered, unit, assay) == expected


def test_without_the_factor_no_unit_is_proposed_that_needs_it():
    assert find_fitting_unit(find_item("prolactin"), 9.0, "mIU/L") == ""

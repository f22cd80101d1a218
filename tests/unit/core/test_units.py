import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tubulus.core.units import MOLAR_MASSES, UNITS, UnitError, convert, is_unit

names = st.sampled_from(sorted(UNITS))
values = st.floats(1e-6, 1e6)


@pytest.mark.parametrize(
    ("value", "unit", "analyte", "wanted", "expected"),
    [
        # reference/domain: testosterone ng/dL x 0.03467 = nmol/L, estradiol pg/mL x 3.671
        (100.0, "ng/dL", "testosterone", "nmol/L", 3.467),
        (1.0, "ng/mL", "testosterone", "nmol/L", 3.467),
        (1.0, "pg/mL", "estradiol", "pmol/L", 3.671),
        (5.0, "mIU/mL", "fsh", "IU/L", 5.0),
        (120.0, "pg/mL", "inhibin_b", "ng/L", 120.0),
        (16.0, "million/mL", "", "10^9/L", 16.0),
        (39.0, "million", "", "count", 39_000_000.0),
        (0.5, "fraction", "", "%", 50.0),
        (2.5, "mL", "", "uL", 2500.0),
        (2.0, "h", "", "min", 120.0),
        (1.0, "wk", "", "d", 7.0),
    ],
)
def test_a_conversion_gives_the_number_of_the_literature(value, unit, analyte, wanted, expected):
    assert convert(value, unit, wanted, analyte=analyte) == pytest.approx(expected, rel=2e-4)


def test_prolactin_is_not_converted_without_the_factor_of_the_laboratory():
    with pytest.raises(UnitError, match=r"prolactin.*declare it for the laboratory"):
        convert(300.0, "mIU/L", "ng/mL", analyte="prolactin")


def test_prolactin_is_converted_with_the_factor_of_the_laboratory():
    # a laboratory whose assay holds 21.2 mIU/L in one ng/mL
    assert convert(
        212.0, "mIU/L", "ng/mL", analyte="prolactin", activity_factor=21.2
    ) == pytest.approx(10.0)
    assert convert(
        10.0, "ng/mL", "mIU/L", analyte="prolactin", activity_factor=21.2
    ) == pytest.approx(212.0)


@given(values, names, names, st.sampled_from(["", *MOLAR_MASSES]), st.floats(0.1, 100))
def test_there_and_back_is_where_it_was(value, unit, wanted, analyte, factor):
    try:
        there = convert(value, unit, wanted, analyte=analyte, activity_factor=factor)
    except UnitError:
        assume(False)

    back = convert(there, wanted, unit, analyte=analyte, activity_factor=factor)

    assert back == pytest.approx(value, rel=1e-12)


@given(names, names, st.sampled_from(["", "testosterone"]))
def test_a_conversion_that_exists_one_way_exists_the_other_way(unit, wanted, analyte):
    assert is_convertible(unit, wanted, analyte) == is_convertible(wanted, unit, analyte)


def is_convertible(unit, wanted, analyte):
    try:
        convert(1.0, unit, wanted, analyte=analyte)
    except UnitError:
        return False
    return True


def test_mass_does_not_become_amount_without_the_analyte():
    with pytest.raises(UnitError, match=r"ng/dL .* cannot become nmol/L"):
        convert(1.0, "ng/dL", "nmol/L")


def test_unrelated_dimensions_are_refused_with_both_named():
    with pytest.raises(UnitError, match=r"mL \(volume\) cannot become % \(share\)"):
        convert(1.0, "mL", "%")


def test_an_unknown_unit_is_refused_by_name():
    with pytest.raises(UnitError, match="unknown unit 'U/L'"):
        convert(1.0, "U/L", "IU/L")


def test_an_unknown_unit_is_refused_although_nothing_would_change():
    with pytest.raises(UnitError, match="unknown unit 'furlong'"):
        convert(1.0, "furlong", "furlong")


def test_units_of_international_activity_and_plain_units_are_not_synonyms():
    assert is_unit("IU/L")
    assert not is_unit("U/L")

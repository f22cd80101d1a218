from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from tubulus.runs.methods import FORMATS, list_methods, validate_methods, write_validation
from tubulus.stats.reference import list_cases
from tubulus.stats.registry import METHODS

WILSON = [case for case in list_cases() if case.method == "Wilson"]


def test_every_method_is_listed_with_its_limits_and_its_numbers():
    listed = list_methods()

    assert [method.name for method in listed] == list(METHODS)
    assert all(method.gives and method.limits and method.source for method in listed)
    assert all(method.numbers >= 3 for method in listed)
    assert listed[0].as_plain_data()["name"] == listed[0].name


def test_a_part_of_a_name_selects_methods_in_the_order_of_the_registry():
    validation = validate_methods("wilson", WILSON)

    assert validation.methods["method"].to_list() == ["Wilson"]
    assert validation.numbers.height == len(WILSON)
    assert validation.n_outside == 0
    assert validate_methods("no such method").rows == ()


def test_a_falsified_number_is_counted():
    false = dataclasses.replace(WILSON[0], expected=0.5)
    validation = validate_methods(cases=[false, *WILSON[1:]])

    assert validation.n_outside == 1
    assert validation.numbers["outcome"].to_list().count("outside") == 1
    assert validation.methods["outside"].to_list() == [1]


def test_synthetic_data_are_called_so_and_typed_numbers_are_not():
    cases = [case for case in list_cases() if case.method in {"Wilson", "description"}]
    numbers = validate_methods(cases=cases).numbers

    assert set(numbers.filter(method="description")["data"]) == {"synthetic data: synthetic_trial"}
    assert set(numbers.filter(method="Wilson")["data"]) == {""}


@pytest.mark.parametrize("ending", FORMATS)
def test_every_number_is_written_to_the_file(tmp_path, ending):
    validation = validate_methods("Wilson", WILSON)

    path = write_validation(validation, tmp_path / f"validation{ending}")

    text = path.read_text("utf-8")
    assert text.count("0.1083966") == 0  # of another method
    assert text.count("0.123160913") >= 1
    assert "prop.test" in text


def test_the_table_can_be_read_again(tmp_path):
    validation = validate_methods("Wilson", WILSON)
    path = write_validation(validation, tmp_path / "validation.csv")

    read = pl.read_csv(path)

    assert read["our_number"].to_list() == pytest.approx(validation.numbers["our_number"].to_list())


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"not \.docx"):
        write_validation(validate_methods("Wilson", WILSON), tmp_path / "validation.docx")


@pytest.mark.external
def test_smoking_cessation_is_recomputed_where_its_data_are_installed():
    pytest.importorskip("causaldata", reason="causaldata holds the NHEFS data")
    cases = [case for case in list_cases() if case.table == "smoking_cessation.csv"]

    outcomes = validate_methods(cases=cases).numbers["outcome"].to_list()

    assert outcomes.count("met") == 10
    assert "outside" not in outcomes

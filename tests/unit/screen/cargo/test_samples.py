import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.raw_table import LINE, RawTable
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.cargo.samples import SampleColumn, choose_samples, read_samples

NAMES = ("EV_1", "EV_2", "Lysate_1")


@pytest.fixture
def table():
    cells = {"a": ["1", "0", ""], "b": ["3", "4", "0"], "c": ["9", "9", "9"], LINE: [2, 3, 4]}
    return RawTable("x.txt", pl.DataFrame(cells))


@pytest.fixture
def columns():
    return [SampleColumn(column, name) for column, name in zip("abc", NAMES, strict=True)]


@pytest.mark.parametrize(
    ("wanted", "used"),
    [
        ((), NAMES),
        (("EV_1",), ("EV_1",)),
        (("ev.*",), ("EV_1", "EV_2")),
        (("EV 2", "EV_1"), ("EV_1", "EV_2")),
    ],
)
def test_samples_are_named_or_fit_a_pattern_whatever_the_separators(wanted, used):
    assert choose_samples("x", NAMES, CargoOptions(samples=wanted))[0] == used


def test_every_sample_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(InputError) as caught:
        choose_samples("x", NAMES, CargoOptions(samples=("EV_9", "exo*", "EV_1")))

    assert ["EV_9" in p.message or "exo*" in p.message for p in caught.value.problems] == [True] * 2
    assert "Lysate_1" in caught.value.problems[0].remedy


def test_more_samples_needed_than_chosen_are_refused():
    with pytest.raises(InputError, match="has 2 samples of cargo where cargo_min_samples is 3"):
        choose_samples("x", NAMES, CargoOptions(samples=("EV_*",), min_samples=3))


def test_the_quantity_is_the_mean_of_the_chosen_samples_that_have_one(table, columns):
    reading = read_samples(table, columns, None, CargoOptions(samples=("EV_*",)))

    assert reading.means == (2.0, 4.0, None)
    assert [reading.judge(row) is None for row in range(3)] == [True, True, False]


@pytest.mark.parametrize(("needed", "kept"), [(0, 3), (1, 2), (2, 1)])
def test_a_row_needs_a_quantity_in_as_many_samples_as_is_said(table, columns, needed, kept):
    options = CargoOptions(samples=("EV_*",), min_samples=needed)

    reading = read_samples(table, columns, None, options)

    assert sum(reading.judge(row) is None for row in range(3)) == kept


def test_a_lysate_among_the_samples_is_warned_of_until_samples_are_chosen(table, columns):
    every = read_samples(table, columns, None, CargoOptions()).describe(0)
    chosen = read_samples(table, columns, None, CargoOptions(samples=("EV_*",))).describe(1)

    assert "(Lysate_1)" in every[1]
    assert "cargo_samples of [screen]" in every[1]
    assert len(chosen) == 1


@pytest.mark.parametrize("name", ["MSC_cells_1", "WCL2", "Input", "whole blood"])
def test_names_of_material_that_is_no_vesicle_are_known(table, name):
    reading = read_samples(table, [SampleColumn("a", name)], None, CargoOptions())

    assert len(reading.describe(0)) == 2


def test_a_sum_over_all_samples_leaves_out_nobody(table):
    reading = read_samples(table, [], "a", CargoOptions())

    assert [reading.judge(row) for row in range(3)] == [None] * 3
    assert reading.describe(0) == ()


@pytest.mark.parametrize("options", [CargoOptions(samples=("EV",)), CargoOptions(min_samples=2)])
def test_a_list_without_samples_is_refused_where_samples_are_asked_for(write, options):
    with pytest.raises(InputError, match="no columns that tell the samples apart"):
        read_cargo_file(write("symbol\nKIT\n"), options=options)

"""Tests of what files of pairs are asked for."""

from __future__ import annotations

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.knowledge.files import (
    hash_files,
    list_empty_cells,
    read_columns,
    select_known,
)


def test_every_missing_column_is_named(write_csv):
    path = write_csv("pairs.csv", [["x"], ["1"]])
    with pytest.raises(InputError) as caught:
        read_columns(path, ("ligand", "receptor"))

    assert [problem.field for problem in caught.value.problems] == ["ligand", "receptor"]


def test_an_empty_cell_is_named_with_its_line(write_csv):
    table = read_columns(write_csv("pairs.csv", [["ligand", "z"], ["LIF", ""], ["", "1"]]), ())

    assert [problem.row for problem in list_empty_cells(table, ("ligand",))] == [3]


def test_names_are_chosen_in_any_case_and_unknown_ones_refused():
    assert select_known(["HPMR", "hpmr"], ("hpmr",), "here") == ("hpmr",)
    with pytest.raises(InputError, match="choose from hpmr"):
        select_known(["other"], ("hpmr",), "here")
    with pytest.raises(InputError, match="no resource"):
        select_known([], ("hpmr",), "here")


def test_the_hash_follows_the_content(write_csv):
    first, second = write_csv("a.csv", [["x"]]), write_csv("b.csv", [["y"]])

    assert hash_files([first]) != hash_files([second])
    assert len(hash_files([first, second])) == 64

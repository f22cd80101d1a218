from __future__ import annotations

import pytest

from tubulus.stats.reference.numbers import read_number_table


def test_a_table_says_what_wrote_it_and_how_near_is_near_enough():
    table = read_number_table("ancova.csv")

    assert table.program.startswith("R version")
    assert "vcovHC" in table.call
    assert table.tolerance.startswith("1e-9 relative")
    assert table.rows[0]["model"] == "crude"
    assert not table.is_synthetic


def test_simulated_participants_are_called_synthetic():
    assert read_number_table("synthetic_trial.csv").is_synthetic


def test_columns_hold_the_cells_of_all_rows():
    table = read_number_table("smd.csv")

    assert list(table.columns["covariate"]) == [row["covariate"] for row in table.rows]


def test_a_table_that_is_not_there_is_refused():
    with pytest.raises(FileNotFoundError):
        read_number_table("nothing.csv")

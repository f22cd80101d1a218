import numpy as np
import polars as pl
import pytest

from tubulus.screen.nulls.levels import derive_cell_type_tests
from tubulus.screen.nulls.null_sets import Chunk, NullDesign, run_chunk

RECEPTORS = pl.DataFrame(
    {
        "symbol": ["r", "s", "r", "t"],
        "cell_type": ["one", "both", "both", "none"],
        "compartment": ["basal", "basal", "adluminal", "unresolved"],
        "state": ["present"] * 4,
    }
)


@pytest.fixture(scope="module")
def tests():
    design = NullDesign(
        ligands=("a", "b", "c"),
        receptors=("r", "s"),
        incidence=np.array([[True, False], [True, True], [False, True]]),
        ligand_stratum=np.array([0, 0, 0]),
        stratum_size=np.array([6]),
        drawn=np.array([2]),
        observed=np.array([True, True, False]),
        cell_types=("both", "one"),
        membership=np.array([[True, True], [True, False]]),
    )
    counts = run_chunk(Chunk("x", 2_000, design), np.random.default_rng(1))
    return derive_cell_type_tests(RECEPTORS, design, counts)


def get_row(frame, cell_type):
    return frame.row(by_predicate=pl.col("cell_type") == cell_type, named=True)


def test_a_cell_type_with_one_receptor_has_the_test_of_that_receptor(tests):
    row = get_row(tests, "one")

    # 2 of 6 genes drawn, both ligands of the receptor: 1 of 15 draws
    assert row["p_exact"] == pytest.approx(1 / 15)
    assert (row["n_receptors"], row["n_partners"]) == (1, 2)
    assert row["expected"] == pytest.approx(2 / 3)


def test_pairs_of_shared_ligands_are_counted_for_each_receptor(tests):
    row = get_row(tests, "both")

    # draws {a,b} and {b,c} give 3 pairs, no draw more
    assert row["n_partners"] == 3
    assert row["p_exact"] == pytest.approx(2 / 15)
    assert row["p"] == pytest.approx(2 / 15, abs=0.03)


def test_a_cell_type_without_a_tested_receptor_is_not_computed(tests):
    row = get_row(tests, "none")

    assert (row["state"], row["p"], row["q"], row["n_partners"]) == ("not_computed", None, None, 0)
    assert "no receptor on it" in row["reason"]


def test_rates_are_taken_over_tested_cell_types_alone(tests):
    assert get_row(tests, "one")["q"] == pytest.approx(2 / 15)
    assert get_row(tests, "both")["q"] == pytest.approx(2 / 15)


def test_a_cell_type_on_both_sides_of_the_barrier_names_both(tests):
    assert get_row(tests, "both")["compartment"] == "adluminal; basal"

import numpy as np
import polars as pl
import pytest

from tubulus.screen.network.pairing import (
    RewiredExpectation,
    compute_rewired_expectation,
    lay_out_pairing,
    simulate_pairing_excess,
)
from tubulus.screen.nulls.null_sets import NullDesign
from tubulus.screen.settings import ScreenSettings


def draw_table(seed, shape=(40, 25), share=0.15):
    return np.random.default_rng(seed).random(shape) < share


def design_of(table, observed, size=80):
    """All genes in one stratum; as many are drawn as the cargo has ligands."""
    return NullDesign(
        ligands=tuple(f"l{i}" for i in range(table.shape[0])),
        receptors=tuple(f"r{i}" for i in range(table.shape[1])),
        incidence=table,
        ligand_stratum=np.zeros(table.shape[0], dtype=np.int64),
        stratum_size=np.array([size]),
        drawn=np.array([observed.sum()]),
        observed=observed,
    )


@pytest.mark.parametrize("shape", [(40, 25), (25, 40)])
def test_the_expectation_keeps_the_degrees(shape):
    table = draw_table(1, shape)

    found = compute_rewired_expectation(table, np.random.default_rng(2), 50)

    assert found.mean.shape == shape
    assert found.mean.sum(axis=0) == pytest.approx(table.sum(axis=0))
    assert found.mean.sum(axis=1) == pytest.approx(table.sum(axis=1))
    assert found.moved > 0.5


def test_where_all_partners_are_alike_each_pair_is_expected_equally_often():
    found = compute_rewired_expectation(np.eye(6, dtype=bool), np.random.default_rng(3), 4_000)

    # five standard errors of a share of 1/6 over 4,000 tables
    assert found.mean == pytest.approx(1 / 6, abs=5 * np.sqrt(5 / 36 / 4_000))


def test_a_cargo_of_ligands_that_prefer_the_chosen_receptors_is_found():
    table = np.zeros((40, 40), dtype=bool)
    table[:20, :20] = draw_table(4, (20, 20), 0.4)
    table[20:, 20:] = draw_table(5, (20, 20), 0.4)
    rng = np.random.default_rng(6)
    expectation = compute_rewired_expectation(table, rng, 200)
    chosen = np.arange(40) < 20

    found = simulate_pairing_excess(design_of(table, chosen), chosen, expectation, rng, sets=999)

    assert found.p == found.smallest_p == 0.001
    assert found.pairs == table[:20, :20].sum()
    assert found.excess == pytest.approx(found.pairs - found.rewired)
    assert found.excess > found.high > found.expected > found.low


def test_ligands_with_many_partners_alone_are_no_excess():
    table = np.zeros((40, 30), dtype=bool)
    table[:5] = True
    table[5:, 0] = True
    rng = np.random.default_rng(7)
    expectation = compute_rewired_expectation(table, rng, 100)
    hubs = np.arange(40) < 5

    found = simulate_pairing_excess(
        design_of(table, hubs), np.arange(30) < 15, expectation, rng, sets=199
    )

    assert found.pairs == 75
    assert found.excess == pytest.approx(0.0)
    assert found.p == 1.0


def test_where_all_receptors_are_chosen_nothing_is_left_to_test():
    table = draw_table(8)
    rng = np.random.default_rng(9)
    expectation = compute_rewired_expectation(table, rng, 20)

    found = simulate_pairing_excess(
        design_of(table, np.arange(40) < 10), np.ones(25, bool), expectation, rng, sets=99
    )

    assert found.excess == pytest.approx(0.0, abs=1e-9)
    assert found.p == 1.0


def test_random_cargo_is_called_no_oftener_than_it_should_be():
    # blocks of families, the tables that mislead the rank among rewired tables
    table = np.kron(np.eye(5, dtype=bool), np.ones((8, 5), dtype=bool))
    rng = np.random.default_rng(10)
    expectation = compute_rewired_expectation(table, rng, 100)
    chosen = np.arange(25) < 8
    p = []
    for _ in range(400):
        cargo = np.zeros(80, dtype=bool)
        cargo[rng.choice(80, 20, replace=False)] = True
        design = design_of(table, cargo[:40])
        design = NullDesign(
            **{name: getattr(design, name) for name in (
                "ligands", "receptors", "incidence", "ligand_stratum", "stratum_size", "observed",
            )},
            drawn=np.array([20]),
        )  # fmt: skip
        p.append(simulate_pairing_excess(design, chosen, expectation, rng, sets=99).p)

    for alpha in (0.05, 0.1):
        rate = np.mean(np.array(p) <= alpha)
        assert rate <= alpha + 3 * np.sqrt(alpha * (1 - alpha) / 400)


def test_the_layout_holds_receptors_beyond_those_of_the_tissue():
    covariates = pl.DataFrame(
        {
            "symbol": ["A", "B", "C"],
            "topology": ["secreted", "luminal", "surface"],
            "attention": [1, 2, 3],
            "n_lists": [0, 0, 0],
            "contaminant": [None, None, None],
            "exposed": [True, False, True],
        },
        schema_overrides={"contaminant": pl.String},
    )
    pairs = pl.DataFrame({"ligand": ["A", "B", "C"], "receptor": ["R", "S", "T"]})

    layout = lay_out_pairing(covariates, pairs, ScreenSettings())

    assert (layout.ligands, layout.receptors) == (("A", "C"), ("R", "T"))


def test_another_table_no_sets_and_no_graphs_are_refused():
    table = draw_table(11)
    rng = np.random.default_rng(0)
    design = design_of(table, np.arange(40) < 3)
    foreign = RewiredExpectation(np.zeros((2, 2)), 1, 0.0)

    with pytest.raises(ValueError, match="another table"):
        simulate_pairing_excess(design, np.ones(25, bool), foreign, rng)
    with pytest.raises(ValueError, match="graphs"):
        compute_rewired_expectation(table, rng, 0)
    own = compute_rewired_expectation(table, rng, 2)
    with pytest.raises(ValueError, match="sets"):
        simulate_pairing_excess(design, np.ones(25, bool), own, rng, sets=0)

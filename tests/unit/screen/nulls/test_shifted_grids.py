from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tubulus.screen.nulls.discovery_rates import compute_bh_q
from tubulus.screen.nulls.exact import compute_receptor_p
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.shifted_grids import add_shifted_rates, derive_shifted_rates
from tubulus.screen.nulls.strata import cut_equally
from tubulus.screen.settings import ScreenSettings

GENES = [f"G{i:03d}" for i in range(60)]
COVARIATES = pl.DataFrame(
    {
        "symbol": GENES,
        "topology": ["secreted"] * 60,
        "exposed": [True] * 60,
        # close together, so that the pieces of twelve genes are not cut further
        "attention": list(range(1_000, 1_060)),
        "n_lists": [0] * 60,
        "contaminant": [None] * 59 + ["keratin"],
    },
    schema_overrides={"contaminant": pl.String},
)
PAIRS = pl.DataFrame(
    [("G000", "R"), ("G011", "R"), ("G012", "S"), ("G059", "S")],
    schema=["ligand", "receptor"],
    orient="row",
)
RECEPTORS = pl.DataFrame(
    {"symbol": ["R", "S"], "cell_type": ["cell"] * 2, "state": ["present"] * 2}
)
SETTINGS = ScreenSettings(stratum_genes=12)
CARGO = pl.Series(["G000", "G011", "G030"])


def lay_out(settings=SETTINGS, cargo=CARGO):
    layout = lay_out_null(COVARIATES, PAIRS, RECEPTORS, settings)
    return layout.make_design(cargo.to_list())


def test_the_range_holds_the_rate_of_the_grid_in_use():
    design = lay_out()
    rates = derive_shifted_rates(COVARIATES, design, CARGO, SETTINGS)
    q = compute_bh_q(compute_receptor_p(design)[0])

    assert rates["receptor"].to_list() == ["R", "S"]
    assert (rates["q_shifted_low"].to_numpy() <= q).all()
    assert (rates["q_shifted_high"].to_numpy() >= q).all()


def test_a_cut_between_two_ligands_widens_the_range():
    rates = derive_shifted_rates(COVARIATES, lay_out(), CARGO, SETTINGS).row(0, named=True)

    # both in one piece of twelve, or each in a piece of its own
    assert rates["q_shifted_low"] < 0.5 * rates["q_shifted_high"]


def test_a_cargo_protein_set_aside_as_contaminant_is_drawn_from_no_stratum():
    cargo = pl.Series(["G000", "G011", "G030", "G059", "not a gene"])
    with_it = derive_shifted_rates(COVARIATES, lay_out(cargo=cargo), cargo, SETTINGS)

    assert with_it.equals(derive_shifted_rates(COVARIATES, lay_out(), CARGO, SETTINGS))


def test_the_uniform_null_has_nothing_to_cut():
    settings = ScreenSettings(null="uniform")
    rates = derive_shifted_rates(COVARIATES, lay_out(settings), CARGO, settings)

    assert rates["q_shifted_low"].equals(rates["q_shifted_high"])


def test_an_empty_cargo_passes_on_no_grid():
    nothing = pl.Series([], dtype=pl.String)
    rates = derive_shifted_rates(COVARIATES, lay_out(cargo=nothing), nothing, SETTINGS)

    assert rates["q_shifted_low"].to_list() == [1.0, 1.0]


def test_a_table_without_a_tested_receptor_gives_no_row():
    design = replace(
        lay_out(), receptors=(), incidence=np.zeros((3, 0), dtype=bool), membership=None
    )

    assert derive_shifted_rates(COVARIATES, design, CARGO, SETTINGS).is_empty()


def test_a_row_that_was_not_tested_gets_no_range():
    tests = pl.DataFrame({"receptor": ["R", "R", "T"], "q_receptor": [0.1, None, None]})
    rates = derive_shifted_rates(COVARIATES, lay_out(), CARGO, SETTINGS)
    added = add_shifted_rates(tests, rates)

    assert added["q_shifted_low"].is_null().to_list() == [False, True, True]
    assert added["receptor"].to_list() == ["R", "R", "T"]


@pytest.mark.parametrize("shift", [0.2, 0.96])
def test_shifted_strata_hold_every_gene_once_and_are_no_wider(shift):
    pieces = cut_equally(np.repeat([0, 1], 60), np.arange(120), genes_per_stratum=12, shift=shift)

    assert np.bincount(pieces).max() <= 13
    assert np.bincount(pieces).min() > 0
    assert (np.diff(pieces) >= 0).all()

import numpy as np
import polars as pl
import pytest

from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.settings import ScreenSettings

COVARIATES = pl.DataFrame(
    {
        "symbol": ["A", "B", "C", "D"],
        "topology": ["secreted", "luminal", "secreted", "surface"],
        "attention": [1, 2, 3, 4],
        "n_lists": [0, 0, 0, 0],
        "contaminant": [None, None, "keratin", None],
        "exposed": [True, False, False, True],
    },
    schema_overrides={"contaminant": pl.String},
)
PAIRS = pl.DataFrame({"ligand": ["A", "B", "C", "D", "D"], "receptor": ["R", "R", "R", "R", "S"]})
RECEPTORS = pl.DataFrame(
    {
        "symbol": ["R", "R", "R", "S"],
        "cell_type": ["x", "y", "z", "x"],
        "state": ["present", "present", "unknown", "absent"],
    }
)


@pytest.fixture
def layout():
    return lay_out_null(COVARIATES, PAIRS, RECEPTORS, ScreenSettings())


def test_contaminants_are_outside_the_universe(layout):
    assert layout.genes == ("A", "B", "D")


def test_only_exposed_ligands_and_present_receptors_are_laid_out(layout):
    assert (layout.ligands, layout.receptors) == (("A", "D"), ("R",))


def test_a_cell_type_has_the_receptors_that_are_present_on_it(layout):
    assert layout.cell_types == ("x", "y")
    assert layout.make_design(["A"]).get_membership().tolist() == [[True, True]]


def test_without_a_present_receptor_there_is_nothing_to_lay_out():
    absent = RECEPTORS.with_columns(state=pl.lit("absent"))

    layout = lay_out_null(COVARIATES, PAIRS, absent, ScreenSettings())

    assert (layout.receptors, layout.cell_types) == ((), ())
    assert layout.membership.shape == (0, 0)


def test_classes_never_share_a_stratum(layout):
    assert np.unique(layout.strata).size == 3


def test_the_uniform_null_has_one_stratum():
    layout = lay_out_null(COVARIATES, PAIRS, RECEPTORS, ScreenSettings(null="uniform"))

    assert layout.strata.tolist() == [0, 0, 0]


def test_cargo_genes_outside_the_universe_do_not_count(layout):
    design = layout.make_design(["A", "C", "NOGENE"])

    assert design.drawn.sum() == 1
    assert design.observed.tolist() == [True, False]


def test_genes_of_other_detection_are_other_strata():
    seen = COVARIATES.with_columns(
        contaminant=pl.lit(None, dtype=pl.String), n_lists=pl.Series([0, 0, 9, 0])
    )

    strata = lay_out_null(seen, PAIRS, RECEPTORS, ScreenSettings()).strata

    assert strata[0] != strata[2]

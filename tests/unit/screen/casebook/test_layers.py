import polars as pl
import pytest

from tubulus.screen.casebook.layers import derive_evidence
from tubulus.screen.layers.record import EVIDENCE_SCHEMA, LAYER_KEYS, LAYERS
from tubulus.screen.reference import load_builtin_receptors


@pytest.fixture(scope="module")
def whole(whole_plan):
    return derive_evidence(whole_plan)


@pytest.fixture(scope="module")
def built_in_plan(make_plan):
    return make_plan()


@pytest.fixture(scope="module")
def built_in(built_in_plan):
    return derive_evidence(built_in_plan)


def count_rows(asked, rows, layer):
    """Count the rows of a layer on each key that is asked for; each number once."""
    keys = list(LAYER_KEYS[layer])
    counted = asked.join(rows.group_by(keys).len(), on=keys, how="left")
    return counted["len"].fill_null(0).unique().to_list()


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_speaks_once_of_each_key_of_an_interaction(layer, whole, whole_plan):
    rows = whole.filter(layer=layer)

    asked = whole_plan.interactions.select(LAYER_KEYS[layer]).unique()
    assert count_rows(asked, rows, layer) == [1]


@pytest.mark.parametrize("layer", LAYERS)
def test_without_files_each_layer_speaks_of_each_key_too(layer, built_in, built_in_plan):
    rows = built_in.filter(layer=layer)

    asked = built_in_plan.interactions.select(LAYER_KEYS[layer]).unique()
    assert count_rows(asked, rows, layer) == [1]


def test_what_is_unknown_has_a_reason_and_no_number_is_missing_as_nan(whole, built_in):
    for evidence in (whole, built_in):
        assert dict(evidence.schema) == EVIDENCE_SCHEMA
        assert (evidence.filter(state="unknown")["reason"].str.len_chars() > 10).all()
        assert not evidence["value"].is_nan().any()
        told = evidence.select("layer", "label", "measure", "state", "reason", "source")
        assert not any(told.null_count().row(0))


@pytest.mark.parametrize(
    ("layer", "key"), [("physical", "physical_files"), ("downstream", "signalling_file")]
)
def test_a_layer_without_its_file_is_unknown_and_names_the_key(layer, key, built_in):
    rows = built_in.filter(layer=layer)

    assert set(rows["state"]) == {"unknown"}
    assert rows["reason"].str.contains(key).all()


def test_each_file_reaches_its_layer(whole):
    def get(layer, **keys):
        return whole.filter(layer=layer, **keys).row(0, named=True)

    assert get("knowledge", ligand="TGFB1", receptor="TGFBR1")["value"] == 3
    both = get("physical", ligand="KITLG", receptor="KIT")["label"]
    assert both.startswith("listed in physical.csv")
    assert both.endswith("; systematic binary screen")
    staining = get("receptor_protein", receptor="KIT", cell_type="Leydig cells")
    assert (staining["state"], staining["label"]) == ("present", "High (Enhanced)")
    assert get("receptor_rna", receptor="CSF1R", cell_type="Leydig cells")["state"] == "present"
    assert get("downstream", receptor="KIT")["reason"]


def test_a_complex_that_lacks_a_subunit_on_the_cell_is_absent(make_plan):
    receptors = load_builtin_receptors().filter(
        pl.col("symbol").is_in(["TGFBR1", "TGFBR2"]), cell_type="Sertoli cells"
    )
    lacking = receptors.with_columns(
        state=pl.when(symbol="TGFBR2").then(pl.lit("absent")).otherwise(pl.lit("present"))
    )

    evidence = derive_evidence(make_plan("TGFB1", receptors=lacking))

    rows = evidence.filter(layer="complex", ligand="TGFB1")
    states = dict(rows.select("receptor", "state").iter_rows())
    assert states["TGFBR1"] == "absent"

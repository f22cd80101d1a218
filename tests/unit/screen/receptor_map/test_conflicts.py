import polars as pl
import pytest

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.receptor_map.conflicts import CONFLICT_SCHEMA, add_denials, derive_conflicts


def make_layer(layer, state, label="x"):
    row = {
        "receptor": "KIT", "cell_type": "Leydig cells", "label": label, "state": state,
        "reason": "r", "source": "s",
    }  # fmt: skip
    return make_evidence(layer, pl.DataFrame([row]))


def make_table(state):
    return pl.DataFrame(
        {
            "symbol": ["KIT"], "cell_type": ["Leydig cells"], "state": [state],
            "evidence_kind": ["literature"], "source": ["PMID:1"],
        }
    )  # fmt: skip


def test_protein_and_rna_that_disagree_are_named_both():
    evidence = pl.concat([make_layer("receptor_protein", "absent"),
                          make_layer("receptor_rna", "present")])  # fmt: skip

    (row,) = derive_conflicts(make_table("present"), evidence).iter_rows(named=True)

    assert row["absent"] == "receptor_protein: x (s)"
    assert row["present"].startswith("receptor table (literature, PMID:1); receptor_rna")
    assert "present by" in row["sentence"]


@pytest.mark.parametrize("state", ["present", "unknown"])
def test_what_is_missing_contradicts_nothing(state):
    found = derive_conflicts(make_table("present"), make_layer("receptor_rna", state))

    assert found.is_empty()
    assert found.columns == list(CONFLICT_SCHEMA)


def test_a_conflict_within_a_layer_is_listed():
    layer = make_layer("receptor_rna", "unknown", label="conflict")

    assert derive_conflicts(make_table("present"), layer)["sentence"].to_list() == ["r"]


def deny(conflict, *layers):
    rows = pl.DataFrame(
        {"receptor": ["KIT"], "cell_type": ["Leydig cells"], "conflict": [conflict]},
        schema_overrides={"conflict": pl.String},
    )
    return add_denials(rows, pl.concat(layers))["conflict"].item()


@pytest.mark.parametrize("conflict", ["", None])
def test_a_layer_that_does_not_show_the_receptor_is_named_at_the_row(conflict):
    said = deny(conflict, make_layer("receptor_rna", "absent"))

    assert said == "RNA does not show it: x (s)"


def test_a_denial_stands_after_what_the_table_says_already():
    said = deny("low", make_layer("receptor_rna", "absent"))

    assert said == "low; RNA does not show it: x (s)"


def test_two_layers_that_deny_are_both_named():
    layers = (make_layer("receptor_protein", "absent"), make_layer("receptor_rna", "absent"))

    assert deny("", *layers) == "staining does not show it: x (s); RNA does not show it: x (s)"


def test_what_the_row_says_itself_is_not_said_twice():
    assert deny("r", make_layer("receptor_protein", "absent")) == "r"
    assert deny("absent (s)", make_layer("receptor_rna", "absent")) == "absent (s)"


@pytest.mark.parametrize("state", ["present", "unknown"])
def test_a_layer_that_does_not_deny_adds_nothing(state):
    assert deny("", make_layer("receptor_rna", state)) == ""

import polars as pl
import pytest

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.receptor_map.conflicts import CONFLICT_SCHEMA, derive_conflicts


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

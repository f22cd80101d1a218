import polars as pl
import pytest

from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
from tubulus.screen.receptor_map.lines import LINE_SCHEMA, PROTEIN
from tubulus.screen.reference import load_builtin_receptors


def make_table(cell="Leydig cells", kind="literature", conflict=""):
    return pl.DataFrame(
        {
            "symbol": ["KIT"], "cell_type": [cell], "evidence_kind": [kind],
            "conflict": [conflict], "source": ["table"],
        }
    )  # fmt: skip


def make_lines(cell, state):
    row = dict.fromkeys(LINE_SCHEMA, "x") | {
        "symbol": "KIT", "cell_type": cell, "kind": PROTEIN, "state": state, "value": 2.0,
        "label": "Medium (Enhanced)",
    }  # fmt: skip
    return pl.DataFrame([row], schema=LINE_SCHEMA)


def test_a_staining_gives_level_and_reliability():
    layer = derive_receptor_protein_layer(make_table(), make_lines("Leydig cells", "present"))

    row = layer.row(0, named=True)
    assert (row["layer"], row["receptor"], row["ligand"]) == ("receptor_protein", "KIT", None)
    assert (row["state"], row["value"], row["label"]) == ("present", 2.0, "Medium (Enhanced)")


def test_without_any_staining_a_receptor_is_unknown_and_not_absent():
    row = derive_receptor_protein_layer(make_table()).row(0, named=True)

    assert (row["state"], row["value"]) == ("unknown", None)
    assert "not absent" in row["reason"]


def test_lines_go_before_what_the_table_says_of_stainings():
    table = make_table(kind="immunohistochemistry; single-cell RNA")

    bare = derive_receptor_protein_layer(table)
    told = derive_receptor_protein_layer(table, make_lines("Leydig cells", "absent"))

    assert (bare["state"][0], told["state"][0]) == ("present", "absent")


DENIAL = "immunohistochemistry of the atlas does not detect the receptor"


@pytest.mark.parametrize(
    ("cell", "conflict", "state"),
    [
        ("Leydig cells", f"{DENIAL} on this cell type", "absent"),
        ("Leydig cells", f"{DENIAL}, in a staining that the atlas calls uncertain", "unknown"),
        ("Sertoli cells", f"{DENIAL} in the cells of the tubule, scored together", "absent"),
        ("peritubular myoid cells", f"{DENIAL} in the cells of the tubule, scored together",
         "unknown"),
        ("undifferentiated spermatogonia", f"{DENIAL} in the cells of the tubule, scored together",
         "unknown"),
    ],
)  # fmt: skip
def test_a_conflict_of_the_table_is_read_with_its_limits(cell, conflict, state):
    row = derive_receptor_protein_layer(make_table(cell, conflict=conflict)).row(0, named=True)

    assert row["state"] == state


def test_the_built_in_table_has_one_row_each():
    receptors = load_builtin_receptors()

    layer = derive_receptor_protein_layer(receptors)

    assert layer.height == receptors.height
    assert set(layer["state"]) == {"present", "absent", "unknown"}


def test_an_empty_table_gives_no_rows():
    assert derive_receptor_protein_layer(make_table().clear()).is_empty()

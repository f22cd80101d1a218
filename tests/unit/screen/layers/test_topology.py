import polars as pl
import pytest

from tubulus.screen.layers.topology import derive_topology_layer


@pytest.mark.parametrize(
    ("ligand", "state", "label"),
    [
        ("TGFB1", "present", "secreted"),
        ("KIT", "present", "surface"),
        ("GNAI2", "absent", "luminal"),
        ("NOSUCH", "unknown", "unknown"),
    ],
)
def test_only_what_is_outside_can_meet_a_receptor(ligand, state, label):
    row = derive_topology_layer([ligand, ligand]).row(0, named=True)

    assert (row["state"], row["label"], row["value"]) == (state, label, None)
    assert row["reason"]


def test_a_protein_of_both_sides_is_unknown_with_its_reason():
    genes = pl.DataFrame(
        {"symbol": ["A"], "topology": ["unknown"], "topology_rule": ["both_sides"]}
    )

    row = derive_topology_layer(["A"], genes).row(0, named=True)

    assert row["state"] == "unknown"
    assert "inside and outside" in row["reason"]


def test_no_ligands_give_no_rows():
    assert derive_topology_layer([]).is_empty()

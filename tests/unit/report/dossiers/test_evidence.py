import pytest

from tubulus.report.dossiers.evidence import flag_complexes, list_layers, say_layer
from tubulus.report.dossiers.words import LAYER_WORDS


def say(layer, state="present", **about):
    return {
        "layer": layer,
        "ligand": None,
        "receptor": None,
        "cell_type": None,
        "value": None,
        "label": "",
        "measure": "",
        "state": state,
        "reason": "",
        "source": "",
        **about,
    }


def test_every_layer_has_a_row_and_a_silent_one_is_unknown_with_a_reason():
    layers = list_layers([say("topology", ligand="L")], "L", "R", ["Sertoli cells"])

    assert [row.layer for row in layers] == list(LAYER_WORDS)
    silent = [row for row in layers if row.layer != "topology"]
    assert {row.mark.word for row in silent} == {"unknown"}
    assert all("not absent" in row.reason for row in silent)


def test_cell_types_of_which_a_layer_says_the_same_share_a_row():
    cells = ["Sertoli cells", "Leydig cells", "mural cells"]
    rows = [say("receptor_rna", receptor="R", cell_type=cell, label="low") for cell in cells[:2]]
    rows.append(say("receptor_rna", "absent", receptor="R", cell_type=cells[2]))

    found = [row for row in list_layers(rows, "L", "R", cells) if row.layer == "receptor_rna"]

    assert [row.cells for row in found] == [("Sertoli cells", "Leydig cells"), ("mural cells",)]
    assert [row.mark.word for row in found] == ["present", "absent"]


def test_a_known_side_of_the_barrier_is_named_and_is_no_sign_for_the_pair():
    rows = [say("barrier", receptor="R", cell_type="mural cells", label="adluminal")]

    (found,) = (r for r in list_layers(rows, "L", "R", ["mural cells"]) if r.layer == "barrier")

    assert (found.mark.sign, found.mark.word, found.mark.css) == ("", "adluminal", "side")
    assert found.value == ""


def test_what_is_said_of_other_pairs_and_cell_types_stays_out():
    rows = [
        say("knowledge", ligand="L", receptor="OTHER", label="another receptor"),
        say("detection", ligand="OTHER", label="another ligand"),
        say("barrier", receptor="R", cell_type="mural cells", label="another cell type"),
    ]

    found = list_layers(rows, "L", "R", ["Sertoli cells"])

    assert {row.value for row in found} == {""}


def test_a_layer_that_the_report_does_not_know_is_shown_last_under_its_name():
    found = list_layers([say("new_layer", label="something")], "L", "R", [])

    assert (found[-1].name, found[-1].value) == ("new layer", "something")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"label": "secreted"}, "secreted"),
        ({"value": 3.0, "measure": "experiments"}, "3 (experiments)"),
        ({"label": "12.3 nTPM", "value": 12.3, "measure": "nTPM"}, "12.3 nTPM"),
        ({"label": "capture", "value": 0.0, "measure": "spectra"}, "capture; 0 (spectra)"),
        ({"label": "tier 3: a paper", "value": 3.0, "measure": "tier, 1 to 3"}, "tier 3: a paper"),
        ({"label": "Low", "value": 1.0, "measure": "level: 0 none, 1 low"}, "Low"),
        ({"value": 1.0, "measure": "level: 0 none, 1 low"}, "1 (level: 0 none, 1 low)"),
        (
            {"label": "MS, 4 LFQ (percentile 90)", "value": 90.2, "measure": "percentile among"},
            "MS, 4 LFQ (percentile 90)",
        ),
        ({"label": "13 lists", "value": 3.0, "measure": "lists"}, "13 lists; 3 (lists)"),
        ({}, ""),
    ],
)
def test_a_value_is_written_once_with_its_measure(row, text):
    assert say_layer(say("detection", **row)) == text


def test_a_state_that_is_not_known_counts_as_unknown():
    (row,) = (
        r for r in list_layers([say("barrier", "maybe")], "L", "R", []) if r.layer == "barrier"
    )

    assert row.mark.word == "unknown"


def lack(cell, state, reason):
    return say("complex", state, reason=reason) | {"cell_type": cell}


def test_a_complex_that_lacks_a_subunit_is_flagged_with_the_cell_types_where_some_have_it():
    rows = [lack("x", "unknown", "unknown: B"), lack("y", "present", "all subunits are present")]

    assert flag_complexes(rows, ["x", "y"]) == ["complex incomplete: B unknown (x)"]
    assert flag_complexes(rows, ["x"]) == ["complex incomplete: B unknown"]
    assert flag_complexes(rows, ["y"]) == []


def test_a_pair_without_a_complex_has_no_flag():
    assert flag_complexes([lack("x", "unknown", "no table names a complex")], ["x"]) == []

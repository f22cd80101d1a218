import polars as pl
import pytest

from tubulus.screen.layers.detection import derive_detection_layer, grade_method
from tubulus.screen.reference import load_builtin_cargo


def make_cargo(**columns):
    plain = {"symbol": ["GAS6", "CSF1"], "method": ["MS", "WB"], "source": ["ours", "ours"]}
    return pl.DataFrame(plain | columns)


@pytest.mark.parametrize(
    ("method", "grade", "name"),
    [
        ("MS ; antibody array only", 3.0, "mass spectrometry"),
        ("LC-MS/MS", 3.0, "mass spectrometry"),
        ("western blot", 2.0, "western blot"),
        ("antibody array only", 1.0, "antibody array"),
        ("flow cytometry", None, "flow cytometry"),
        ("not stated", None, "method not stated"),
        ("", None, "method not stated"),
    ],
)
def test_the_strongest_method_that_is_named_counts(method, grade, name):
    assert grade_method(method) == (grade, name)


def test_without_quantities_the_method_is_the_value():
    layer = derive_detection_layer(make_cargo())

    assert dict(layer.select("ligand", "value").iter_rows()) == {"GAS6": 3.0, "CSF1": 2.0}
    assert set(layer["state"]) == {"present"}
    assert "method of detection" in layer["measure"][0]


def test_a_quantity_has_a_percentile_among_those_of_its_unit():
    cargo = make_cargo(
        symbol=["A1BG", "GAS6", "CSF1", "KITLG"], method=["MS"] * 4, source=["ours"] * 4,
        quantity=[1.0, 9.0, None, 5.0], quantity_unit=["LFQ", "LFQ", None, "iBAQ"],
    )  # fmt: skip

    layer = derive_detection_layer(cargo)

    values = dict(layer.select("ligand", "value").iter_rows())
    assert values == {"A1BG": 25.0, "GAS6": 75.0, "CSF1": None, "KITLG": 50.0}
    assert "9 LFQ (percentile 75)" in layer.filter(pl.col("ligand") == "GAS6")["label"][0]


def test_equal_quantities_share_their_percentile():
    cargo = make_cargo(quantity=[2.0, 2.0], quantity_unit=["LFQ", "LFQ"])

    assert derive_detection_layer(cargo)["value"].to_list() == [50.0, 50.0]


def test_what_is_not_listed_is_unknown_and_asked_for_once():
    layer = derive_detection_layer(make_cargo(), ["KITLG", "KITLG", "GAS6"])

    assert layer.filter(pl.col("state") == "unknown")["ligand"].to_list() == ["KITLG"]


def test_contamination_and_arrays_are_told_and_stay_present():
    cargo = make_cargo(symbol=["KRT1", "CSF1"], method=["MS", "antibody array only"])

    layer = derive_detection_layer(cargo)

    reasons = dict(layer.select("ligand", "reason").iter_rows())
    assert "contamination" in reasons["KRT1"]
    assert "spotted" in reasons["CSF1"]
    assert set(layer["state"]) == {"present"}


def test_studies_and_other_lists_are_counted():
    cargo = make_cargo(source=["PMID:1; DOI:10.1/x; PMID:1", "our run"])
    detection = pl.DataFrame({"symbol": ["GAS6"], "n_lists": [7]})

    labels = derive_detection_layer(cargo, detection=detection).sort("ligand")["label"].to_list()

    assert labels[1] == "mass spectrometry, 2 studies, in 7 other vesicle lists"
    assert labels[0] == "western blot, 1 study, in 0 other vesicle lists"


def test_the_built_in_cargo_has_one_row_a_protein():
    cargo = load_builtin_cargo()

    layer = derive_detection_layer(cargo)

    assert layer.height == cargo.height
    assert layer["value"].null_count() <= 1


def test_an_empty_cargo_leaves_what_was_asked_unknown():
    layer = derive_detection_layer(make_cargo().clear(), ["GAS6"])

    assert layer["state"].to_list() == ["unknown"]

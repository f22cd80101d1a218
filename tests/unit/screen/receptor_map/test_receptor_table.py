import pytest

from tubulus.screen.engine import run_screen
from tubulus.screen.readers import RECEPTOR_COLUMNS, read_receptors
from tubulus.screen.receptor_map.lines import RNA
from tubulus.screen.receptor_map.receptor_table import build_receptor_map


def test_a_contradiction_stays_present_under_the_lowest_grade(make_lines):
    protein = make_lines({"symbol": "KIT", "cell_type": "Leydig cells", "state": "absent"})
    rna = make_lines(
        {"symbol": "KIT", "cell_type": "Leydig cells", "state": "present", "kind": RNA,
         "source": "our cells", "disease": "NOA"}
    )  # fmt: skip

    (row,) = build_receptor_map([protein, rna]).receptors.iter_rows(named=True)

    assert (row["state"], row["grade"], row["evidence_kind"]) == ("present", "conflicting", RNA)
    assert row["conflict"].startswith("immunohistochemistry of atlas does not detect")
    assert (row["source"], row["disease"]) == ("our cells", "NOA")


@pytest.mark.parametrize(
    ("states", "settled"),
    [
        (("absent", "unknown"), "absent"),
        (("unknown", "unknown"), "unknown"),
        (("unknown", "present"), "present"),
    ],
)
def test_an_unknown_line_weighs_nothing(make_lines, states, settled):
    lines = make_lines(
        *({"symbol": "KIT", "cell_type": "Leydig cells", "state": state} for state in states)
    )

    row = build_receptor_map([lines]).receptors.row(0, named=True)

    assert (row["state"], row["grade"], row["conflict"]) == (settled, "expression", "")


def test_lines_of_other_genes_are_left_out_and_none_is_an_error(make_lines):
    lines = make_lines({"symbol": "ACTB", "cell_type": "Leydig cells", "state": "present"})

    with pytest.raises(ValueError, match="no line"):
        build_receptor_map([lines], receptors=["KIT"])


def test_the_map_is_sorted_and_describes_itself(make_lines):
    lines = make_lines(
        {"symbol": "RET", "cell_type": "Leydig cells", "state": "absent"},
        {"symbol": "KIT", "cell_type": "Sertoli cells", "state": "unknown"},
        {"symbol": "KIT", "cell_type": "Leydig cells", "state": "present"},
    )

    built = build_receptor_map([lines])

    assert built.receptors["symbol"].to_list() == ["KIT", "KIT", "RET"]
    assert built.describe()[0] == ("2 receptors on 2 cell types: 1 present, 1 absent, 1 unknown.")


def test_the_screen_takes_the_map(make_lines):
    states = {"CSF1R": "present", "TGFBR1": "absent"}
    lines = make_lines(
        *({"symbol": s, "cell_type": "macrophages", "state": state} for s, state in states.items())
    )
    receptors = build_receptor_map([lines]).receptors

    interactions = run_screen(receptors=receptors, seed=1).interactions

    assert list(receptors.columns[:-1]) == list(RECEPTOR_COLUMNS)
    of = {r: set(interactions.filter(interactions["receptor"] == r)["state"]) for r in states}
    assert "present" in of["CSF1R"]
    assert of["TGFBR1"] == {"absent"}


def test_a_map_that_is_saved_reads_back_as_a_receptor_table(make_lines, tmp_path):
    built = build_receptor_map(
        [
            make_lines(
                {"symbol": "KIT", "cell_type": "Leydig cells", "state": "absent", "disease": "NOA"},
                {"symbol": "RET", "cell_type": "my, cells", "state": "unknown"},
            )
        ]
    )
    built.receptors.write_csv(tmp_path / "receptors.csv")

    back = read_receptors(tmp_path / "receptors.csv")

    kept = ["symbol", "cell_type", "state", "grade", "compartment", "note"]
    assert back.select(kept).rows() == built.receptors.select(kept).rows()
    assert back["note"].to_list()[0] == "x; donors: NOA"
    assert "'my, cells' is no cell type that the map knows" in back["note"][1]

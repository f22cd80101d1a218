import pytest

from tubulus.screen.engine import run_screen
from tubulus.screen.readers import RECEPTOR_COLUMNS
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

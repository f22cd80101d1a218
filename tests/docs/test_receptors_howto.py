"""The page on one's own receptors does what it says."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
PAGE = HOWTO / "bring-your-own-receptors.md"
ATLAS = "\n".join(
    [
        "Gene\tGene name\tTissue\tIHC tissue name\tCell type\tLevel\tReliability",
        "ENSG00000167601\tAXL\tTestis\tTestis\tsertoli cells\tNot detected\tEnhanced",
        "ENSG00000157404\tKIT\tTestis\tTestis\tLeydig cells\tLow\tSupported",
    ]
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Run the blocks of the page one after another, and return what each printed."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "cells.csv").write_text(list_blocks(PAGE, "text")[0], encoding="utf-8")
    (desk / "normal_ihc_data.tsv").write_text(ATLAS, encoding="utf-8")
    names, printed = {}, []
    for block in list_blocks(PAGE, "python"):
        said = io.StringIO()
        with contextlib.chdir(desk), contextlib.redirect_stdout(said):
            exec(compile(block, PAGE.name, "exec"), names)
        printed.append(said.getvalue())
    return printed


def test_the_table_of_cells_becomes_a_receptor_map(answers):
    assert "taken for counts" in answers[0]
    assert "4 genes show no depth" in answers[0]
    assert "SSC_1 as undifferentiated spermatogonia" in answers[0]
    assert "4 receptors on 3 cell types" in answers[0]
    assert "('AXL', 'macrophages', 'present', 'NOA')" in answers[0]


def test_the_screen_finds_candidates_on_the_cells_that_express_the_receptor(answers):
    pairs, conclusion = answers[1].splitlines()[:2]

    assert "('CSF1R', 'macrophages')" in pairs
    assert "('CSF1R', 'Sertoli cells')" not in pairs
    assert "hypothesis" in conclusion


def test_what_the_atlas_denies_is_a_conflict(answers):
    assert "'AXL', 'Sertoli cells', 'present', 'conflicting'" in answers[2]
    assert "does not detect the receptor" in answers[2]


def test_the_layers_give_label_and_state(answers):
    protein, rna, side = answers[3].splitlines()

    assert protein == "('receptor_protein', 'no staining', 'unknown')"
    assert "4 of 4 cells" in rna
    assert side == "('barrier', 'interstitial', 'present')"

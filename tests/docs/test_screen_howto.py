"""The page on screening one's own cargo does what it says."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "screen-your-own-cargo.md"


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    (desk / "cargo.csv").write_text(list_blocks(PAGE, "text")[0], encoding="utf-8")
    (program,) = list_blocks(PAGE, "python")
    said = io.StringIO()
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        exec(compile(program, PAGE.name, "exec"), {})
    return said.getvalue().splitlines()


def test_the_candidates_of_the_page_are_those_that_the_pair_table_knows(answer):
    pairs = answer[0]

    assert "('TGFB1', 'TGFBR1')" in pairs
    assert "('CSF1', 'CSF1R')" in pairs
    assert "('GAS6', 'AXL')" in pairs
    assert "('FSHB', 'FSHR')" in pairs


def test_what_sits_inside_the_vesicle_is_left_out_as_the_page_says(answer):
    assert answer[1] == "[('GNAI2', 'luminal')]"


def test_the_conclusion_calls_a_candidate_a_hypothesis(answer):
    assert "hypothesis" in answer[2]

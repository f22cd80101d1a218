"""The page on networks does what it says."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "add-networks.md"


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    (desk / "physical.tsv").write_text(list_blocks(PAGE, "text")[0], encoding="utf-8")
    said = io.StringIO()
    scope = {}
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        for block in list_blocks(PAGE, "python"):
            exec(compile(block, PAGE.name, "exec"), scope)
    return said.getvalue().splitlines()


def test_what_is_left_out_is_told_with_the_reason(answer):
    assert answer[0] == "physical.tsv (list of pairs): 10 interactions."
    assert answer[1:3] == [
        "1 rows left out: a name is no human protein-coding gene.",
        "1 rows left out: a gene with itself.",
    ]


def test_a_pair_that_is_not_listed_is_unknown(answer):
    assert answer[3].startswith("GDNF | RET | unknown | not listed")
    assert answer[4].startswith("KITLG | KIT | present | listed in physical.tsv")


def test_three_receptors_are_too_few_to_call_one_present(answer):
    states = {line.split(" | ")[0]: line.split(" | ")[1] for line in answer[5:8]}

    assert states["RET"] == "unknown"
    assert "present" not in states.values()


def test_all_receptors_of_the_cargo_together_give_one_number(answer):
    receptors, targets, unknown, percentile = answer[8].split()

    assert receptors == "1"
    assert int(targets) + int(unknown) > 0
    assert 0 <= float(percentile) <= 1

"""The pages on own data and laboratories are carried out as they are written."""

from pathlib import Path

import pytest
from tests.support.documents import carry_out, list_blocks, list_steps

from tubulus.core.units import UNITS
from tubulus.runs.new import make_study
from tubulus.runs.workspace import open_workspace
from tubulus.study.definition.forms import Item
from tubulus.study.records.parsing import parse_entry

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
ENTER, LABORATORY = HOWTO / "enter-your-own-data.md", HOWTO / "declare-a-laboratory.md"


def test_a_man_is_entered_as_the_page_shows(tmp_path):
    new, missing, check = list_steps(ENTER)

    carry_out(new, tmp_path)
    carry_out(missing, tmp_path)
    (rows,) = list_blocks(ENTER, "text")
    (tmp_path / "my-trial" / "data" / "allocation.csv").write_text(rows, encoding="utf-8")

    carry_out(check, tmp_path)

    findings = tmp_path / "my-trial" / "results" / "checks" / "findings.csv"
    assert "unknown-code" in findings.read_text(encoding="utf-8")


@pytest.fixture
def laboratory(tmp_path):
    path = make_study(tmp_path / "my-trial", "two-arm")
    path.write_text(
        path.read_text(encoding="utf-8") + "\n" + "\n".join(list_blocks(LABORATORY, "toml")),
        encoding="utf-8",
    )
    return open_workspace(tmp_path / "my-trial").whole.study.find_laboratory("university")


def test_the_laboratory_of_the_page_can_be_read(laboratory):
    assert set(laboratory.assays) == {"fsh", "testosterone", "prolactin"}
    assert laboratory.assays["prolactin"].activity_factor == 21.2


def test_the_page_shows_the_finding_that_is_given():
    prolactin = Item(id="prolactin", label="Prolactin", kind="number", unit="mIU/L")

    told = parse_entry(prolactin, "9", "ng/mL").problem

    (shown,) = list_blocks(LABORATORY, "text")
    assert " ".join(shown.split()) == told


def test_the_unit_that_the_page_refuses_is_none():
    assert "ng/dl" not in UNITS
    assert "ng/dL" in UNITS

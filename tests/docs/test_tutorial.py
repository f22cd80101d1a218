"""The first tutorial is carried out as it is written."""

import shutil
from pathlib import Path

import pytest
from tests.support.documents import Step, carry_out, lighten, list_blocks, list_steps

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorials" / "first-study.md"
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return the folder in which every command of the page was carried out."""
    desk = tmp_path_factory.mktemp("desk")
    shutil.copytree(EXAMPLES, desk / "examples")
    for step in list_steps(PAGE):
        carry_out(step, desk)
        if step.command.startswith("cp "):
            lighten(desk / "my-trial")
    return desk


def test_every_command_of_the_tutorial_does_what_the_page_shows(desk):
    assert (desk / "my-trial" / "report" / "report.html").is_file()


def test_the_tutorial_names_every_step_from_the_folder_to_the_report():
    commands = [" ".join(step.command.split()[1:3]) for step in list_steps(PAGE)]

    assert commands[0] == "study new"
    assert {"plan freeze", "study simulate", "run my-trial"} <= set(commands)
    assert commands.index("plan freeze") < commands.index("study simulate")


def test_the_definition_that_the_tutorial_shows_is_in_order(tmp_path):
    text = "schema_version = 1\n" + "".join(list_blocks(PAGE, "toml"))
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")

    carry_out(Step(f"tubulus study check {tmp_path}", "..."), tmp_path)

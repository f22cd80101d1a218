"""The page on validating the methods does what it says."""

import pathlib

import pytest
from tests.support.documents import carry_out, list_steps

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "howto" / "validate-the-methods.md"


@pytest.mark.parametrize("step", list_steps(PAGE), ids=lambda step: step.command)
def test_a_command_of_the_page_answers_as_shown(step, tmp_path):
    carry_out(step, tmp_path)

    wanted = {"validation.html"} if "--out" in step.command else set()
    assert {path.name for path in tmp_path.iterdir()} == wanted


def test_the_page_names_what_the_scripts_need():
    assert "validation/r/README.md" in PAGE.read_text("utf-8")
    assert (PAGE.parents[2] / "validation" / "reference_runs.py").is_file()


def test_the_list_of_packages_names_every_script():
    folder = PAGE.parents[2] / "validation" / "r"
    listed = (folder / "README.md").read_text("utf-8")
    scripts = {path.name for path in folder.glob("*.R")} - {"golden.R"}

    assert [name for name in sorted(scripts) if f"`{name}`" not in listed] == []

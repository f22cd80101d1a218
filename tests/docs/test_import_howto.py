"""The page on reading a table is carried out as it is written."""

from pathlib import Path

import pytest
from tests.support.documents import carry_out, list_blocks, list_steps

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "import-a-table.md"


@pytest.fixture
def desk(tmp_path):
    """Do what the page says before its first command."""
    for folder, name, kind in (
        ("table", "hormones.csv", "text"),
        ("described", "study.toml", "toml"),
    ):
        (tmp_path / folder).mkdir()
        text = "\n".join(list_blocks(PAGE, kind))
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("step", list_steps(PAGE), ids=lambda step: step.command)
def test_every_command_of_the_page_answers_as_the_page_shows(step, desk):
    carry_out(step, desk)


def test_the_page_checks_before_it_describes():
    assert [step.command.split()[2] for step in list_steps(PAGE)] == ["check", "describe"]

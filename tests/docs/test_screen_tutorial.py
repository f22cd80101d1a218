"""The tutorial of the screen in Python is carried out, number by number."""

import contextlib
import doctest
import re
from pathlib import Path

from tests.support.documents import list_blocks

import tubulus.screen

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "screen-in-python.md"


def test_every_answer_of_the_page_is_what_the_room_gives(tmp_path):
    text = "\n".join(list_blocks(PAGE, "pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, PAGE.name, 0)
    told: list[str] = []

    with contextlib.chdir(tmp_path):
        found = doctest.DocTestRunner().run(example, out=told.append)

    assert found.attempted > 40
    assert not found.failed, "".join(told)


def test_the_lines_that_are_not_executed_name_functions_that_exist():
    (shown,) = list_blocks(PAGE, "python")
    names = re.findall(r"import (\w+)", shown)

    assert names
    assert all(hasattr(tubulus.screen, name) for name in names)
    compile(shown, PAGE.name, "exec")

"""The pages that use the statistics room from Python are carried out, number by number."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("howto/design-a-small-trial.md", "tutorials/statistics-in-python.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_the_page_is_what_the_room_gives(page):
    text = "\n".join(list_blocks(DOCS / page, "pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    told: list[str] = []

    found = doctest.DocTestRunner().run(example, out=told.append)

    assert found.attempted > 20
    assert not found.failed, "".join(told)


def test_the_tutorial_needs_no_other_room():
    program = (
        "import sys, tubulus.stats; print(*[m for m in sys.modules if m.startswith('tubulus.')])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert {name.split(".")[1] for name in done.stdout.split()} == {"stats"}

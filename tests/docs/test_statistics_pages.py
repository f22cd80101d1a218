"""The pages that use the statistics room from Python are carried out, number by number."""

import doctest
import re
import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

import tubulus.stats
from tubulus.analysis.estimators.registry import ESTIMATORS

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


def test_the_table_of_questions_names_functions_estimators_and_keys_that_exist():
    page = (DOCS / "explanation" / "statistics.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")]
    questions = [row for row in rows if len(row) == 3 and row[0].strip()[-1] in "?,;"]
    known = {
        *ESTIMATORS,
        *(word for spec in ESTIMATORS.values() for word in (*spec.tests, *spec.sensitivities)),
    }

    assert len(questions) > 25
    for _, plan, functions in questions:
        for word in re.findall(r'"([a-z -]+)"', plan):
            assert word in known, word
        for name in re.findall(r"`([a-z_.]+)`", functions):
            assert attrgetter(name)(tubulus.stats), name

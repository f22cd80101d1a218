"""The tutorial of docking in Python is carried out, number by number."""

import contextlib
import doctest
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

from tubulus.dock.calibration.measured import load_measured_discrimination

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "docking-in-python.md"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Return what the page leaves behind, what it answered otherwise, and its folder."""
    desk = tmp_path_factory.mktemp("desk")
    text = "\n".join(list_blocks(PAGE, "pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, PAGE.name, 0)
    told: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    with contextlib.chdir(desk):
        found = doctest.DocTestRunner(optionflags=flags).run(
            example, out=told.append, clear_globs=False
        )
    return example.globs, found, told, desk


def test_every_answer_of_the_page_is_what_the_room_gives(session):
    _, found, told, _ = session

    assert found.attempted > 40
    assert not found.failed, "".join(told)


def test_the_statement_of_the_page_has_the_measured_area_before_the_p(session):
    settings, calibrated = (session[0][name] for name in ("settings", "calibrated"))
    (statement,) = calibrated.statements
    area = load_measured_discrimination(settings.model_dump(mode="json"))[0].sentence

    assert statement.startswith(area)
    assert "; p = " in statement.removeprefix(area)


def test_the_complex_of_the_page_says_that_it_is_computed_and_shows_no_binding(session):
    text = (session[3] / "best.pdb").read_text("utf-8")

    assert "computed by rigid docking" in text
    assert "shows no binding" in text

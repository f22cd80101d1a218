"""Every error that a user can mend has a code of its own, and the page lists it."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def writer():
    place = ROOT / "tools" / "write_reference.py"
    found = importlib.util.spec_from_file_location("write_reference", place)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_every_error_has_a_code_of_its_own(writer):
    codes = Counter(error.code for error in writer.list_errors())

    assert [code for code, times in codes.items() if times > 1] == []
    assert all(re.fullmatch(r"E1\d\d", code) for code in codes)


def test_every_error_declares_its_code_itself(writer):
    assert [e.__name__ for e in writer.list_errors() if "code" not in vars(e)] == []


def test_every_error_ends_a_command_with_status_2(writer):
    assert {error.exit_status for error in writer.list_errors()} == {2}


def test_the_list_holds_errors_of_every_room(writer):
    rooms = {error.__module__.split(".")[1] for error in writer.list_errors()}

    assert rooms >= {"core", "study", "analysis"}


def test_the_page_of_errors_is_current(writer):
    written = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")

    # if not: python tools/write_reference.py errors
    assert written == writer.render_errors()


def test_the_page_lists_every_code(writer):
    page = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")

    for error in writer.list_errors():
        assert f"| `{error.code}` | `{error.__name__}` | " in page

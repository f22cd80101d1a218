"""The reference of the checks is the one that the registry gives."""

import importlib.util
from pathlib import Path

from tubulus.study.checks.registry import list_checks

ROOT = Path(__file__).resolve().parents[2]


def load_writer():
    place = ROOT / "tools" / "write_reference.py"
    found = importlib.util.spec_from_file_location("write_reference", place)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_of_checks_is_current():
    written = (ROOT / "docs" / "reference" / "checks.md").read_text("utf-8")

    # if not: python tools/write_reference.py checks
    assert written == load_writer().render_checks()


def test_the_page_lists_every_check():
    page = load_writer().render_checks()

    assert all(f"| `{check.id}` |" in page for check in list_checks())


def test_an_unknown_page_is_refused(capsys):
    assert load_writer().main(["nothing"]) == 2
    assert "checks" in capsys.readouterr().err

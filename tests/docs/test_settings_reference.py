"""The generated page of the docking settings tells each key's meaning and bounds."""

import inspect
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tubulus.dock.settings.docking import DockSettings

SCRIPT = Path(__file__).parents[2] / "docs" / "extensions" / "reference_pages.py"


@pytest.fixture(scope="module")
def pages():
    spec = spec_from_file_location("reference_pages_under_test", SCRIPT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(pages):
    """Return the cells of each key, by table and key."""
    found = {}
    for line in pages.render_dock().splitlines():
        if line.startswith("## "):
            table = line[3:].strip("`")
        elif line.startswith("| `"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            found[table, cells[0].strip("`")] = cells
    return found


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("[dock.search]", "rotations", "whole number, at least 1 and at most 500,000"),
        ("[dock.search]", "fine_share", "number, above 0 and at most 1"),
        ("[dock.calibration]", "largest_fold", "number, at least 1"),
        ("[dock.clusters]", "rescored", "true or false"),
    ],
)
def test_the_page_tells_the_bounds_of_a_key(rows, table, key, said):
    assert rows[table, key][1] == said


def test_the_page_tells_the_meaning_of_every_key(rows):
    assert len(rows) > 40
    assert [place for place, cells in rows.items() if not cells[-1]] == []


def test_every_default_of_a_campaign_lies_within_its_bounds():
    given = DockSettings().model_dump()

    assert DockSettings.model_validate(given) == DockSettings()


def test_the_help_of_every_class_but_the_frozen_search_tells_its_keys(pages):
    tables = [model for name, model in pages.DOCK_TABLES.items() if name != "[dock.search]"]
    silent = [
        f"{model.__name__}.{key}"
        for model in tables
        for key in model.model_fields
        if f"\n{key} : " not in (inspect.getdoc(model) or "")
    ]

    assert silent == []

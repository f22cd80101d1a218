from __future__ import annotations

import pytest
from tests.golden.stats.cases import FOLDER, PACKAGE

FILES = sorted([*FOLDER.glob("*.csv"), *PACKAGE.glob("*.csv")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_golden_file_names_its_origin_and_its_tolerance(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("# origin: ")
    assert lines[1].startswith("# tolerance: ")
    assert len(lines) > 3


def test_no_golden_file_lies_in_both_places():
    assert {path.name for path in FOLDER.glob("*.csv")}.isdisjoint(
        path.name for path in PACKAGE.glob("*.csv")
    )

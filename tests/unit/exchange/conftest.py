"""A study of one form that is filled from foreign files, and a way to write such files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.study_data import make_study

from tubulus.exchange import collect_sources, read_sources
from tubulus.study.definition.study import Study

STUDY = """
schema_version = 1
[study]
id = "foreign"
title = "Filled from foreign files"
allocation = "single-arm"
masking = "open label"
[[arms]]
id = "all"
label = "All"
role = "experimental"
[[visits]]
id = "before"
label = "Before"
[[visits]]
id = "after"
label = "After"
[[laboratories]]
id = "north"
label = "North"
[laboratories.assays.prolactin]
unit = "ng/mL"
activity_factor = 20.0
[[forms]]
id = "blood"
label = "Blood"
identifying = false
visits = ["before", "after"]
items = [
  { id = "drawn_on", label = "Drawn on", kind = "date" },
  { id = "laboratory", label = "Laboratory", kind = "text" },
  { id = "estradiol", label = "Estradiol", kind = "number", unit = "pmol/L" },
  { id = "prolactin", label = "Prolactin", kind = "number", unit = "mIU/L" },
  { id = "score", label = "Score", kind = "integer" },
  { id = "smoking", label = "Smoking", kind = "code", codes = { never = "Never", now = "Now" } },
  { id = "double", label = "Twice the score", kind = "number", derive = "2 * score" },
]
"""


@pytest.fixture(scope="session")
def make_foreign() -> Callable[[str], Study]:
    """Return a function that makes the study with some [[sources]]."""
    return lambda sources: make_study(STUDY + sources)


@pytest.fixture
def read(make_foreign, tmp_path: Path):
    """Return a function that reads files, given by name and text, through [[sources]]."""

    def run(sources: str, **files: str):
        study = make_foreign(sources)
        found, problems = collect_sources(study)
        assert problems == []
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode("utf-8"))
        return read_sources(study, found, tmp_path)

    return run

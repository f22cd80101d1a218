from __future__ import annotations

from pathlib import Path

from tests.support.results_fixture import make_study

from tubulus.core.results import Results
from tubulus.report.writing import write_report


def test_the_report_is_one_file_in_a_folder_made_for_it(tmp_path: Path) -> None:
    path = write_report(make_study(tmp_path / "study"), Results({}, {}), tmp_path / "report")

    assert path == tmp_path / "report" / "report.html"
    assert [p.name for p in path.parent.iterdir()] == ["report.html"]
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")

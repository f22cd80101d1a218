"""Write the report into its folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from tubulus.core.files import write_text
from tubulus.core.results import Results
from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings
from tubulus.study.definition.study import Study

__all__ = ["REPORT_NAME", "write_report"]

REPORT_NAME = "report.html"


def write_report(
    study: Study, results: Results, folder: Path, settings: ReportSettings | None = None
) -> Path:
    """Write ``report.html`` into a folder and return its path.

    An interrupted run leaves the report that was there before.
    """
    path = folder / REPORT_NAME
    write_text(path, render_report(study, results, settings))
    return path

"""Results to a page for readers: tables, figures, text, in one file that needs no network.

Exports :func:`render_report`, :func:`write_report`, :class:`ReportSettings` and its reader.
Shows numbers and computes none.
"""

from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings, parse_report_settings
from tubulus.report.writing import REPORT_NAME, write_report

__all__ = [
    "REPORT_NAME",
    "ReportSettings",
    "parse_report_settings",
    "render_report",
    "write_report",
]

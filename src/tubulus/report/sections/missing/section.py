"""The section on missing values, put together from its tables and the figure of shifts."""

from __future__ import annotations

from tubulus.report.material import Material
from tubulus.report.sections.missing.absences import make_absence_table
from tubulus.report.sections.missing.contour import draw_shifts
from tubulus.report.sections.missing.contrasts import (
    make_censored_table,
    make_extreme_table,
    make_imputation_table,
)
from tubulus.report.sections.missing.shifts import make_shift_table
from tubulus.report.sections.section import Section, make_section

__all__ = ["make_missing_section"]


def make_missing_section(material: Material) -> Section | None:
    """Make the section of missing values; None where the results hold none of it."""
    contents = [
        make_absence_table(material),
        make_imputation_table(material),
        draw_shifts(material),
        make_shift_table(material),
        make_extreme_table(material),
        make_censored_table(material),
    ]
    return make_section(material, "missing", contents)

"""The section of the tests in their planned order."""

from __future__ import annotations

from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.planned.tests import make_test_table, tell_tests

__all__ = ["make_testing_section"]


def make_testing_section(material: Material) -> Section | None:
    """Make the section of planned tests; None where the plan has no order."""
    rows = material.get_rows("tests")
    if not rows:
        return None
    told = Block("points", {"title": "What the tests come to", "points": tell_tests(rows)})
    return make_section(material, "testing", [told, make_test_table(material, rows)])

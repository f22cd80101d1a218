from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.results_fixture import make_results, make_study

from tubulus.report.checklists.trend import ChecklistItem, fill_trend
from tubulus.report.material import make_material
from tubulus.report.settings import ReportSettings

ALL = {"summary", "flow", "baseline", "methods", "plan", "safety", "cautions", "findings"}


def fill(folder: Path, present: set[str]) -> dict[str, ChecklistItem]:
    material = make_material(make_study(folder), make_results(), ReportSettings())
    return {item.number: item for item in fill_trend(material, present)}


def test_there_are_twenty_two_items_in_order(tmp_path: Path) -> None:
    assert list(fill(tmp_path, ALL)) == [str(number) for number in range(1, 23)]


def test_an_item_points_only_to_sections_that_the_report_has(tmp_path: Path) -> None:
    for present in (set(), {"safety"}, ALL):
        for item in fill(tmp_path, present).values():
            assert set(item.sections) <= present


def test_harms_are_reported_where_the_report_has_them_and_left_open_where_not(
    tmp_path: Path,
) -> None:
    assert fill(tmp_path, {"safety"})["19"].state == "reported"

    lacking = fill(tmp_path, {"flow"})["19"]

    assert lacking.state == "to be written"
    assert "no such results" in lacking.remains


@pytest.mark.parametrize("number", ["2", "13", "21", "22"])
def test_what_only_authors_know_is_never_called_reported(tmp_path: Path, number: str) -> None:
    item = fill(tmp_path, ALL)[number]

    assert item.state == "to be written"
    assert item.remains


def test_the_reason_for_the_sample_size_is_left_open_until_the_plan_has_it(tmp_path: Path) -> None:
    without = fill(tmp_path, {"methods"})["7"]
    with_both = fill(tmp_path, {"methods", "power", "monitoring"})["7"]

    assert without.state == "in part"
    assert "why this number" in without.remains
    assert (with_both.state, with_both.remains) == ("reported", "")

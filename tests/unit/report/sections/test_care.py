"""Sections of what was done and what came of it, on the page."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.support.results_fixture import (
    make_clinical,
    make_findings,
    make_responses,
    make_results,
    make_study,
)

from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings

QUIET = ReportSettings(individual_data=False)


def read(page: str, section: str) -> str:
    found = re.search(rf'<section id="{section}".*?</section>', page, re.DOTALL)
    assert found, section
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    results = make_results(screen=False, clinical=make_clinical(), responses=make_responses())
    return render_report(make_study(tmp_path_factory.mktemp("care")), results)


def test_what_was_given_stands_before_the_harms(page: str) -> None:
    ids = re.findall(r'<section id="([^"]+)"', page)

    assert ids.index("baseline") < ids.index("treatment") < ids.index("safety")
    assert ids.index("surgery") > ids.index("responders")


def test_a_median_has_its_range_its_number_and_what_is_missing(page: str) -> None:
    assert "3 median; range 2 to 4 n = 39 men, 1 missing" in read(page, "treatment")


def test_events_of_a_kind_have_men_events_and_grades_in_one_cell(page: str) -> None:
    text = read(page, "safety")

    assert re.search(r"Invented pain 2 of 40 \(5\.0\s%\) 95\s% CI 0\.6 to 16\.9\s%", text)
    assert "2 events" in text
    assert "Grade 3: 2" in text
    assert re.search(r"0 of 40 \(0\.0\s%\) upper limit 8\.8\s% \(two-sided 95\s% exact\)", text)


def test_what_one_arm_alone_has_says_so_in_its_title(page: str) -> None:
    assert "Found at surgery (one arm only, not compared)" in read(page, "surgery")


@pytest.mark.parametrize("section", ["treatment", "surgery", "pregnancy", "deviations"])
def test_a_form_that_the_study_lacks_is_told(page: str, section: str) -> None:
    assert re.search(r"not recorded\. The forms? (is|are) not in this study\.", read(page, section))


def test_a_form_without_entries_says_that_none_was_reported(tmp_path: Path) -> None:
    study = make_study(
        tmp_path, report='[[forms]]\nuse = "partner"\n[[forms]]\nuse = "pregnancy"\n'
    )
    results = make_results(screen=False, clinical=make_clinical(), estimates=None)

    assert "Pregnancies: none reported." in read(render_report(study, results, QUIET), "pregnancy")


def test_results_without_the_table_have_none_of_the_sections(single_arm_page: str) -> None:
    assert not {"treatment", "surgery", "pregnancy", "deviations"} & set(
        re.findall(r'<section id="([^"]+)"', single_arm_page)
    )


def test_every_number_names_its_row_and_its_provenance(page: str) -> None:
    numbers = re.findall(r'<data [^>]*data-table="clinical"[^>]*>', page)
    positions = {int(re.search(r'data-row="(\d+)"', one).group(1)) for one in numbers}  # type: ignore[union-attr]

    frame = make_clinical().with_row_index("row", offset=1)
    shown = frame.filter(pl.col("statistic") != "text")
    # a count of no event stands in the share beside it
    silent = shown.filter((pl.col("counted") == "events") & (pl.col("n") == 0))
    assert positions == set(shown["row"]) - set(silent["row"])
    assert all("of the clinical table" in number for number in numbers)


def test_responders_are_split_by_what_was_seen_and_by_open_errors(page: str) -> None:
    text = read(page, "responders")

    assert "Responder: Any sperm at month 6." in text
    assert "Marrow cells 1 of 2 1 of 2 0 of 2 1 of 2 (C-011) 0 of 3" in text
    assert "Hormone therapy 0 of 0 0 of 0 0 of 0 0 of 0 0 of 1" in text


def test_an_eligibility_error_of_a_man_in_the_analysis_is_counted(tmp_path: Path) -> None:
    findings = make_findings().with_columns(pl.lit("eligibility").alias("check"))
    results = make_results(responses=make_responses(), findings=findings, screen=False)

    text = read(render_report(make_study(tmp_path), results, QUIET), "responders")

    assert "Marrow cells 1 of 2 1 of 2 0 of 2 1 of 2 1 of 3" in text
    assert "C-011" not in text

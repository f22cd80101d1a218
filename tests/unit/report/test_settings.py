from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.results_fixture import make_study

from tubulus.report.settings import (
    ReportSettings,
    parse_report_settings,
    resolve_report_settings,
)


def test_a_study_without_the_section_has_the_defaults(tmp_path: Path) -> None:
    settings, problems = parse_report_settings(make_study(tmp_path))

    assert settings == ReportSettings()
    assert not problems


def test_every_problem_of_the_section_is_reported_with_its_place(tmp_path: Path) -> None:
    section = '[report]\nshare_decimals = 9\ncolour = "red"\n'

    settings, problems = parse_report_settings(make_study(tmp_path, report=section))

    assert settings is None
    assert {problem.field for problem in problems} == {"report.share_decimals", "report.colour"}
    assert all(problem.row for problem in problems)


def test_what_keeps_the_reader_from_being_misled_cannot_be_hidden(tmp_path: Path) -> None:
    for name in ("summary", "cautions", "safety", "responders", "provenance"):
        study = make_study(tmp_path / name, report=f'[report]\nhide = ["{name}"]\n')

        settings, problems = parse_report_settings(study)

        assert settings is None
        assert problems


@pytest.mark.parametrize("synthetic", [True, False])
def test_single_men_show_by_default_only_where_they_are_simulated(
    tmp_path: Path, synthetic: bool
) -> None:
    study = make_study(tmp_path, synthetic=synthetic)

    chosen = resolve_report_settings(ReportSettings(), study)

    assert chosen.individual_data is synthetic
    assert resolve_report_settings(ReportSettings(individual_data=True), study).individual_data

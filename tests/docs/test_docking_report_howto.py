"""The page on docking in the report: its settings are read, and it names what the report shows."""

import tomllib

import pytest
from tests.support.docking_material import make_docking_results
from tests.support.documents import list_blocks
from tests.support.screen_material import read_invented_study

from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings
from tubulus.report.viewer.views import POSES_SHOWN

PAGE = "docs/howto/read-docking-in-the-report.md"


@pytest.fixture(scope="module")
def report():
    return render_report(read_invented_study(), make_docking_results(), ReportSettings())


def test_the_settings_of_the_page_leave_the_section_out(repository):
    (block,) = list_blocks(repository / PAGE, "toml")

    settings = ReportSettings.model_validate(tomllib.loads(block)["report"], strict=False)

    assert settings.hide == ("docking",)


def test_the_parts_and_buttons_that_the_page_names_are_in_the_report(repository, report):
    text = (repository / PAGE).read_text("utf-8")

    for words in (
        "calibrated scores",
        "each pair among its decoy partners",
        "best poses",
        "what docking does not show",
        "turn in 3D",
        "back to the picture",
    ):
        assert words.lower() in text.lower()
        assert words.lower() in report.lower()
    assert POSES_SHOWN == 12
    assert "the first twelve pairs" in text

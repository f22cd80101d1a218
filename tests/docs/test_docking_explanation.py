"""The page on what docking can show gives the figures that campaigns and reports give."""

import pytest

from tubulus.dock.calibration.measured import load_measured_discrimination
from tubulus.dock.settings.docking import DockSettings
from tubulus.report.tables.docking.plausibility import CLASH_YARDSTICK


@pytest.fixture(scope="module")
def text(repository):
    return (repository / "docs/explanation/docking.md").read_text("utf-8")


def test_the_area_of_the_page_is_the_one_that_every_campaign_prints(text):
    first = load_measured_discrimination(DockSettings().model_dump(mode="json"))[0]

    assert (
        f"the area under the curve of p is {first.auc:.2f}, and its interval, {first.low:.2f} to "
        f"{first.high:.2f}, holds chance"
    ) in text
    assert not first.excludes_chance


def test_the_yardstick_of_close_pairs_is_that_of_the_report(text):
    numbers, _, half = CLASH_YARDSTICK.partition(" in 40 measured complexes, in ")

    assert f"{numbers} pairs of heavy atoms within 3 Å, {half}" in text

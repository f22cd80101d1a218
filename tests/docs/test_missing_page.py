"""The page on missing data: its plan is run, and its table is that of the registry."""

import re

import pytest
from tests.support.missing_study import ask, ask_responders, lose, make_pairs
from tests.support.small_study import make_small_study

from tubulus.analysis.estimators.registry import ESTIMATORS


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs" / "explanation" / "missing-data.md").read_text("utf-8")


def test_the_plan_of_the_page_runs_with_its_own_shifts(page, tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    edits = {"[plan]\n": example, **ask("tipping"), **ask_responders("tipping")}
    men = [*lose(make_pairs("cells", 10), 1, 2), *lose(make_pairs("control", 10), 4)]

    grid = make_small_study(tmp_path, men=men, edits=edits).tables["tipping"]

    shifts = {kind: sorted(set(own["delta_1"])) for (kind,), own in grid.group_by("shift")}
    assert shifts == {"ratio": [0.5, 0.8, 1.0, 1.25, 2.0], "odds ratio": [0.2, 0.5, 1.0, 2.0, 5.0]}


def test_the_page_names_the_estimators_that_know_each_analysis(page):
    rows = re.findall(r"^\| `([a-z ]+)` \| (`.*?) \|", page, re.MULTILINE)

    listed = {name: set(re.findall(r"`([a-z-]+)`", estimators)) for name, estimators in rows}

    assert listed == {
        name: {e for e, spec in ESTIMATORS.items() if name in spec.sensitivities} for name in listed
    }
    assert set(listed) == {"imputation", "tipping", "extreme cases", "below limit"}

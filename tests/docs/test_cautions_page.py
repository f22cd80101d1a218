"""The page of cautions lists every rule, with the severity that the rule gives."""

import re

import pytest
from tests.functional.test_cautions import VARIANTS
from tests.support.small_study import make_small_study

from tubulus.analysis.cautions.registry import CAUTION_RULES
from tubulus.analysis.estimators.registry import ESTIMATORS


@pytest.fixture(scope="module")
def listed(repository):
    page = (repository / "docs" / "explanation" / "cautions.md").read_text("utf-8")
    return dict(re.findall(r"^\| `([a-z-]+)` \| ([a-z]+) \|", page, re.MULTILINE))


def test_the_page_lists_every_rule_in_the_order_of_the_report(listed):
    assert list(listed) == list(CAUTION_RULES)


@pytest.mark.parametrize("rule", CAUTION_RULES)
def test_the_page_gives_the_severity(listed, tmp_path, rule):
    small = make_small_study(tmp_path, **VARIANTS[rule][0])

    severities = set(small.tables["cautions"].filter(id=rule)["severity"])

    assert severities == {listed[rule]}


def test_the_page_of_estimands_lists_every_estimator_and_what_it_uses(repository):
    page = (repository / "docs" / "explanation" / "estimands.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]

    listed = {
        cells[0].strip("`"): set(re.findall(r"[a-z]+", cells[-1]))
        for cells in rows
        if len(cells) == 5
    }

    assert listed == {name: set(spec.options) for name, spec in ESTIMATORS.items()}

"""The page on adjusted contrasts is carried out as it is written."""

import re
from pathlib import Path
from typing import get_args

import pytest
from tests.support.documents import carry_out, list_blocks, list_steps

from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.plan.plan import collect_plan
from tubulus.analysis.plan.sections.adjustment import Target
from tubulus.analysis.sensitivity.numbers import NUMBER_METHODS
from tubulus.analysis.sensitivity.shares import SHARE_METHODS
from tubulus.study.definition.reading import read_study

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "adjust-a-contrast.md"


@pytest.fixture
def trial(tmp_path):
    (step,) = list_steps(PAGE)
    carry_out(step, tmp_path)
    path = tmp_path / "my-trial" / "study.toml"
    added = "\n".join(list_blocks(PAGE, "toml"))
    path.write_text(path.read_text("utf-8") + "\n" + added, encoding="utf-8")
    return read_study(path.parent)


def test_the_plan_of_the_page_is_accepted_with_its_adjustment(trial):
    plan, problems = collect_plan(trial)

    assert not problems
    assert plan.adjustment.covariates == ("infertility", "fsh", "testosterone")


def test_the_page_lists_every_target_and_every_other_method():
    page = PAGE.read_text("utf-8")
    # the first row is the heading
    listed = re.findall(r"^\| `([a-z-]+)` \|(?: `([a-z ]+)` \|)?", page, re.MULTILINE)

    assert [first for first, second in listed[1:] if not second] == [*get_args(Target)]
    methods = {(first, second) for first, second in listed if second}
    assert methods == {
        *(("risk-difference", name) for name in SHARE_METHODS),
        *(("ancova", name) for name in NUMBER_METHODS),
    }
    assert all(name in ESTIMATORS[estimator].sensitivities for estimator, name in methods)

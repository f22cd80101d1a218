"""The pages on planned tests, subgroups, multiverses and repeated measures are carried out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.test_repeated_measures import MORE_VISITS
from tests.support.documents import list_blocks
from tests.support.small_study import SmallStudy, make_small_study

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
TESTED = {'estimator = "ancova"\n': 'estimator = "ancova"\ntest = "t"\n'}


def carry_out(page: str, folder: Path, **differs) -> SmallStudy:
    return make_small_study(folder, more="\n".join(list_blocks(HOWTO / page, "toml")), **differs)


def test_the_order_of_the_page_is_tested(tmp_path):
    small = carry_out("test-in-a-planned-order.md", tmp_path, edits=TESTED)

    assert small.tables["tests"]["estimand"].to_list() == ["r1", "h-fsh", "h-testosterone"]


def test_the_multiverse_of_the_page_has_every_combination(tmp_path):
    edits = {"[plan]": "[plan]\nimputations = 20"}

    small = carry_out("run-a-planned-multiverse.md", tmp_path, edits=edits, covariates=("age",))

    assert small.tables["multiverse"].height == 3 * 2 * 2 * 2 * 2


def test_the_subgroups_of_the_page_have_their_ratio_of_ratios(tmp_path):
    small = carry_out("compare-subgroups.md", tmp_path)

    (row,) = small.find("ratio of ratios", estimand="fsh-by-age")
    assert row["stratum"] == "Older than 33: yes against no"


@pytest.fixture
def course(tmp_path):
    return carry_out("analyse-repeated-measures.md", tmp_path, edits=MORE_VISITS)


def test_the_estimand_of_the_page_can_be_read(course):
    assert course.problems == []


def test_a_visit_that_nobody_attended_has_a_reason(course):
    first, last = course.find("geometric mean ratio", estimand="m1")

    assert (first["state"], first["reason"]) == (
        "not estimable",
        "nobody was observed at this visit",
    )
    assert last["state"] == "estimated"

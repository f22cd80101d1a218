"""The page on concentrations shows what the example has, and every test that there is."""

import re
import tomllib
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

from tubulus.analysis.estimators.registry import ESTIMATORS

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "compare-concentrations.md"
EXAMPLE = Path(__file__).parents[2] / "examples" / "noa-bmmsc" / "study.toml"


@pytest.fixture(scope="module")
def example():
    return tomllib.loads(EXAMPLE.read_text("utf-8"))


@pytest.mark.parametrize("block", list_blocks(PAGE, "toml"))
def test_each_table_of_the_page_stands_in_the_example(block, example):
    for section, tables in tomllib.loads(block).items():
        for table in tables:
            assert table in example[section]


def test_the_page_names_every_test_of_ranks():
    named = set(
        re.findall(r"^\| `([a-z-]+)` \| `(rank|proportional-odds)`", PAGE.read_text(), re.M)
    )

    asked = {
        (test, name) for name in ("rank", "proportional-odds") for test in ESTIMATORS[name].tests
    }
    assert named == asked

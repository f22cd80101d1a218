"""The reference page of the expression language says what the language does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.support.expression_study import make_participant, make_small_catalogue, show_value

from tubulus.study.expressions.expression import compile_expression
from tubulus.study.expressions.parsing import (
    AGGREGATES,
    MAXIMUM_DEPTH,
    MAXIMUM_NESTING,
    STATES,
)
from tubulus.study.expressions.signatures import FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "expressions.md").read_text("utf-8")
TRUTHS = {"true": "1 = 1", "false": "1 = 2", "unknown": "adverse-event.grade = 1"}
SHOWN = {"true": "true", "false": "false", "unknown": "missing"}


def _find_blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


EXAMPLES = [
    tuple(part.strip() for part in line.split("->"))
    for block in _find_blocks("expression")
    for line in block.splitlines()
]
TRUTH_ROWS = re.findall(
    r"^\| (true|false|unknown) \| (true|false|unknown) \| (\w+) \| (\w+) \| (\w+) \|$",
    PAGE,
    flags=re.MULTILINE,
)


@pytest.mark.parametrize(("text", "wanted"), EXAMPLES)
def test_an_example_gives_what_the_page_says(text: str, wanted: str) -> None:
    participant = make_participant(tomllib.loads(_find_blocks("toml")[0]))

    value = compile_expression(text, make_small_catalogue(), expects="any").evaluate(participant)

    assert show_value(value) == wanted


@pytest.mark.parametrize(("a", "b", "both", "either", "opposite"), TRUTH_ROWS)
def test_the_truth_table_is_that_of_the_language(
    a: str, b: str, both: str, either: str, opposite: str
) -> None:
    nobody = make_participant({})
    first, second = TRUTHS[a], TRUTHS[b]
    expected = {
        f"({first}) and ({second})": both,
        f"({first}) or ({second})": either,
        f"not ({first})": opposite,
    }

    found = {
        text: show_value(compile_expression(text, make_small_catalogue()).evaluate(nobody))
        for text in expected
    }

    assert found == {text: SHOWN[truth] for text, truth in expected.items()}


def test_the_truth_table_has_every_pair() -> None:
    assert len({row[:2] for row in TRUTH_ROWS}) == 9


def test_every_function_state_and_aggregate_is_on_the_page() -> None:
    functions = [f"`{name}(" for name in FUNCTIONS]
    states = [f"`{state}`" for state in STATES]
    aggregates = [f"`{kind}" for kind in AGGREGATES]

    assert [words for words in (*functions, *states, *aggregates) if words not in PAGE] == []


def test_every_function_is_described_in_its_own_words() -> None:
    assert [name for name, signature in FUNCTIONS.items() if signature.meaning not in PAGE] == []


def test_the_limits_on_the_page_are_those_of_the_language() -> None:
    assert f"At most {MAXIMUM_NESTING} parts" in PAGE
    assert f"may have {MAXIMUM_DEPTH} levels" in PAGE

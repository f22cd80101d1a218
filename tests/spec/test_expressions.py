"""What expressions give, from the table in ``expressions.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.support.expression_study import make_participant, make_small_catalogue, show_value

from tubulus.study.expressions.expression import compile_expression

TABLE = tomllib.loads((Path(__file__).parent / "expressions.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case["data"], text, wanted, id=f"{case['says']}: {text}")
    for case in TABLE["cases"]
    for text, wanted in case["gives"]
]


@pytest.mark.parametrize(("data", "text", "wanted"), CASES)
def test_an_expression_gives_what_the_table_says(
    data: dict[str, Any], text: str, wanted: str
) -> None:
    compiled = compile_expression(text, make_small_catalogue(), expects="any")

    assert show_value(compiled.evaluate(make_participant(data))) == wanted

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from tubulus.study.definition.section import Section, parse_section
from tubulus.study.definition.toml_places import PlacedTable, read_toml


class Example(Section):
    confidence: float = Field(default=0.95, gt=0.0, lt=1.0)
    share: float = Field(default=0.5, ge=0.0, le=1.0)
    looks: int = Field(default=1, ge=1, le=50)
    targets: tuple[Literal["overlap", "att"], ...] = Field(default=("att",), min_length=1)
    covariates: tuple[str, ...] = Field(default=(), max_length=2)
    shares: tuple[float, float] | None = None
    each: tuple[Annotated[float, Field(lt=1.0)], ...] = ()
    source: str = Field(default="x", min_length=1)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text("", encoding="utf-8")
    return read_toml(path)


def refuse(table: PlacedTable, **values: Any) -> str:
    problems: list[Any] = []
    assert parse_section(Example, table, ("part",), values, problems) is None
    (problem,) = problems
    return f"{problem.field}: {problem.message}; {problem.remedy}"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            {"confidence": 95},
            "part.confidence: 95 is not below 1; write a fraction, not a percentage: 0.95 is 95 %",
        ),
        (
            {"share": 5.0},
            "part.share: 5 is not at most 1; write a fraction, not a percentage: 0.05 is 5 %",
        ),
        ({"share": -0.1}, "part.share: -0.1 is not at least 0; write a number at least 0"),
        ({"share": 300.0}, "part.share: 300 is not at most 1; write a number at most 1"),
        ({"looks": 51}, "part.looks: 51 is not at most 50; write a number at most 50"),
        (
            {"each": [0.5, 5.0]},
            "part.each[2]: 5 is not below 1; write a fraction, not a percentage: 0.05 is 5 %",
        ),
        (
            {"covariates": ["a", "b", "c"]},
            "part.covariates: 3 are listed, and at most 2 fit; list 2 or fewer",
        ),
        ({"targets": []}, "part.targets: the list is empty; list one or more"),
        (
            {"targets": ["ato"]},
            "part.targets[1]: 'ato' is not known here; write 'overlap' or 'att'",
        ),
        ({"shares": [0.2]}, "part.shares[2]: value number 2 of the list is missing; add it"),
        (
            {"shares": [0.2, 0.1, 0.3]},
            "part.shares: 3 are listed, and at most 2 fit; list 2 or fewer",
        ),
        ({"source": ""}, "part.source: the text is empty; write it, in quotes"),
    ],
)
def test_a_value_is_refused_in_words_that_say_what_to_write(table, values, text):
    assert refuse(table, **values) == text

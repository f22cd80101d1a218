from __future__ import annotations

import pytest
from tests.support.expression_study import make_small_catalogue

from tubulus.study.expressions.expression import compile_expression
from tubulus.study.expressions.references import list_references


@pytest.mark.parametrize(
    ("text", "form", "uses"),
    [
        ("semen.volume@month-6 > semen.volume", None, ["semen.volume@month-6", "semen.volume"]),
        ("volume > 1 and volume < 9", "semen", ["semen.volume"]),
        (
            "any(semen@month-6 where concentration > 0)",
            None,
            ["semen@month-6", "semen.concentration@month-6"],
        ),
        ("mean(semen.volume@screening) > 1", None, ["semen.volume@screening"]),
        ('participant.arm = "hormone"', None, ["allocation.arm"]),
        ("1 = 1", None, []),
    ],
)
def test_each_item_used_is_listed_once(text: str, form: str | None, uses: list[str]) -> None:
    compiled = compile_expression(text, make_small_catalogue(), form=form)

    assert [str(use) for use in list_references(compiled)] == uses

from __future__ import annotations

import pytest
from tests.support.expression_study import make_small_catalogue

from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.expression import compile_expression


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("semn.volume > 1", "there is no form 'semn'; did you mean 'semen'?"),
        ("semen.concentratoin > 1", "did you mean 'concentration'?"),
        ("volume > 1", "write semen.volume"),
        ("semen > 1", "is a form, not a value"),
        ("semen.volume@month6 > 1", "did you mean 'month-6'?"),
        ("hormones.fsh@month-6 > 1", "not due at visit 'month-6'; it is due at: screening"),
        ('allocation.arm@screening = "hormone"', "is a log"),
        ("exists(semn)", "did you mean 'semen'?"),
        ("exists(hormones@month-6)", "not due at visit"),
        ("participant.age > 1", "there is no participant.age"),
        ('semen.sperm_seen = "nome"', "there is no code 'nome'; did you mean 'none'?"),
        ('semen.sperm_seen in ["none", "two"]', "there is no code 'two'"),
        ('participant.arm = "hormon"', "did you mean 'hormone'?"),
        ('semen.volume > "two"', "is a text and cannot be compared with a number in mL"),
        ("semen.sperm_seen = 1", "is a number and cannot be compared with a code"),
        ('semen.sperm_seen > "none"', "has no order"),
        ('semen.collected_on > "2026-01-31"', "write a date as 2026-01-31, without quotes"),
        ('semen.examiner_knew_arm = "yes"', "write true or false"),
        ('hormones.collected_at < "8.30"', 'write a time as "08:30"'),
        ("semen.volume > 2 [million/mL]", "does not fit the unit mL"),
        ("semen.volume > 2 [ml]", "unknown unit 'ml'; did you mean 'mL'?"),
        ("hormones.prolactin > 20 [ng/mL]", "without the laboratory's own factor"),
        ("semen.volume + semen.concentration > 1", "does not fit the unit mL"),
        ("semen.volume + semen.remark = 3", "only numbers can be calculated with"),
        ("semen.collected_on - allocation.allocated_on > 3", "use days_between"),
        ("semen.volume", "is a number in mL, expected a condition"),
        ("semen.volume and true", "'semen.volume' is a number in mL, expected a condition"),
        ("abs(semen.remark) > 1", "abs expects a number"),
        ("abs(1, 2) > 1", "abs takes 1 arguments and has 2"),
        ("round(semen.volume, 1.5) > 1", "whole number from 0 to 9"),
        ("coalesce(semen.volume, semen.remark) = 1", "like the argument before"),
        ("mean(semen.collected_on) = 1", "has no mean"),
        ("any(semen where grade > 1)", "write adverse-event.grade"),
        ("semen.total-2 > 1", "put spaces around '-' to subtract"),
    ],
)
def test_what_does_not_fit_the_study_is_refused_with_a_remedy(text: str, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, make_small_catalogue())

    assert words in str(caught.value)


def test_the_error_points_at_the_wrong_part() -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression("semen.volume > 1 and semen.volme < 5", make_small_catalogue())

    assert caught.value.position == 22


def test_an_unknown_own_form_is_refused() -> None:
    with pytest.raises(ExpressionError, match="there is no form 'semn'"):
        compile_expression("true", make_small_catalogue(), form="semn")


def test_an_expression_of_another_type_than_expected_is_refused() -> None:
    with pytest.raises(ExpressionError, match="is a condition, expected a number"):
        compile_expression("1 = 1", make_small_catalogue(), expects="number")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("semen.volume * semen.concentration", "million"),
        ("semen.volume * 2", "mL"),
        ("semen.volume / semen.volume", ""),
        ("100 [uL] + semen.volume", "uL"),
        ("days_between(2026-01-01, 2026-01-31)", "d"),
        ("mean(semen.concentration)", "million/mL"),
        ("count(semen)", ""),
    ],
)
def test_the_unit_of_a_calculation_is_known(text: str, unit: str) -> None:
    compiled = compile_expression(text, make_small_catalogue(), expects="number")

    assert compiled.value_type.unit == unit


def test_the_outcome_can_be_asked_for_in_a_unit() -> None:
    catalogue = make_small_catalogue()

    compiled = compile_expression("semen.volume", catalogue, expects="number", unit="uL")

    assert compiled.value_type.unit == "uL"
    with pytest.raises(ExpressionError, match="does not fit the unit million"):
        compile_expression("semen.volume", catalogue, expects="number", unit="million")

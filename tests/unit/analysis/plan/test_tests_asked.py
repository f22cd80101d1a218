"""How many p-values a plan asks for."""

import pytest
from tests.support.small_study import make_small_study

from tubulus.analysis.plan.tests_asked import count_tests


def list_problems(folder, tests, **variation):
    edits = {"[plan]\n": f"[plan]\ntests = {tests}\n"}
    problems = make_small_study(folder, edits=edits, **variation).problems
    return [(p.field, p.message) for p in problems]


def test_a_test_is_counted_for_each_comparison(tmp_path):
    three = make_small_study(tmp_path, arms=("cells", "low", "high"))

    assert count_tests(three.plan) == {"r1": 2}


@pytest.mark.parametrize(("test", "n"), [("fisher", 1), ("none", 0)])
def test_the_number_that_the_plan_states_is_compared_with_what_it_asks_for(tmp_path, test, n):
    assert list_problems(tmp_path / "right", n, test=test) == []
    assert list_problems(tmp_path / "wrong", 2, test=test) == [
        ("plan.tests", f"the plan states tests = 2, its estimands ask for {n}")
    ]


def test_as_many_p_values_come_out_as_the_plan_asks_for(plain):
    assert len(plain.find("p")) == sum(count_tests(plain.plan).values()) == 1

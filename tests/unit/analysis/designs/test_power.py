from __future__ import annotations

import pytest
from tests.support.small_study import ANCOVA, make_small_study

SHARES = """
[[power]]
id = "responders"
label = "Responders"
estimand = "{estimand}"
shares = [0.225, 0.025]
source = "assumed"
"""
RATIO = """
[[power]]
id = "hormone"
label = "Hormone"
estimand = "{estimand}"
ratio = 1.3
log_sd = 0.5
correlation = 0.6
source = "assumed"
"""


ROLES = ('role = "experimental"\n', 'role = "comparator"\n')


def make(folder, text, *, test="boschloo", planned=True):
    first = make_small_study(folder / "a", test=test)
    named = next(e.id for e in first.plan.estimands if e.test == test)
    edits = {role: f"{role}planned = 40\n" for role in ROLES} if planned else {}
    more = text.format(estimand=named)
    return make_small_study(folder / "b", test=test, more=more, edits=edits)


@pytest.mark.parametrize(
    ("test", "power"), [("boschloo", 0.791), ("fisher", 0.719), ("z-pooled", 0.826)]
)
def test_the_power_of_exact_tests_is_summed_over_all_tables(tmp_path, test, power):
    # 22.5 % against 2.5 % in 40 and 40: 79.1 % and 71.9 % (R package Exact); that of the Z-pooled
    # test is the sum over all tables with a p-value up to 0.05
    study = make(tmp_path, SHARES, test=test)

    (row,) = study.tables["power"].to_dicts()

    assert row["power"] == pytest.approx(power, abs=5e-4)
    assert row["needed_1"] == row["needed_0"] > 35


def test_arms_without_a_planned_number_get_the_number_needed_alone(tmp_path):
    (row,) = make(tmp_path, SHARES, planned=False).tables["power"].to_dicts()

    assert row["power"] is None
    assert "no planned number" in row["reason"]
    assert row["needed_1"] is not None


def test_assumptions_of_another_kind_than_the_test_are_refused(tmp_path):
    problems = make(tmp_path, RATIO).problems

    assert any(p.field == "power[1]" and "shares" in p.remedy for p in problems)


def test_percentages_instead_of_shares_are_refused(tmp_path):
    problems = make(tmp_path, SHARES.replace("0.225", "22.5")).problems

    assert any("fractions" in p.message for p in problems)


GATES = """
[testing]
alpha = 0.05
[[testing.hypotheses]]
estimand = "{first}"
weight = 1.0
passes = {{ {estimand} = 0.5 }}
[[testing.hypotheses]]
estimand = "{estimand}"
weight = 0.0
"""


def test_the_power_says_what_the_gates_leave_the_hypothesis(tmp_path):
    edits = {role: f"{role}planned = 40\n" for role in ROLES}
    hormone = ANCOVA.format(
        id="h9", arms='["cells", "control"]', variable="fsh", estimator="ancova", covariates="[]"
    )
    more = (
        hormone
        + 'test = "t"\n'
        + SHARES.format(estimand="r1")
        + GATES.format(first="h9", estimand="r1")
    )
    study = make_small_study(tmp_path, test="boschloo", more=more, edits=edits)
    (row,) = study.tables["power"].to_dicts()

    assert (row["gate_start"], row["gate_most"]) == (0.0, 0.025)
    assert 0.5 < row["gate_power"] < row["power"]
    assert "leaves it 0 at the start and 0.025 once all others are rejected" in row["test"]

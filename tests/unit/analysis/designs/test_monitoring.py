from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.small_study import SmallStudy, make_men, make_small_study

RULE = """
[[monitoring]]
id = "stop"
label = "Stop"
estimand = "{estimand}"
arm = "{arm}"
acceptable = 0.10
looks = {looks}
rule = "{rule}"
"""


def make(folder: Path, *, looks="[10, 20, 30, 40]", rule="Pocock", arm="cells", **about):
    first = make_small_study(folder / "first")
    harm = next(e.id for e in first.plan.estimands if first.plan.find_endpoint(e.variable).harm)
    estimand = about.pop("estimand", harm)
    more = RULE.format(estimand=estimand, looks=looks, rule=rule, arm=arm)
    return make_small_study(folder / "second", more=more, **about)


def list_looks(study: SmallStudy) -> list[dict[str, object]]:
    return study.tables["boundaries"].to_dicts()


def test_a_pocock_boundary_of_ten_per_cent_stops_at_the_published_numbers(tmp_path):
    # Pocock type, looks 10, 20, 30, 40: at least 4, 6, 7, 9 (R package stoppingrule)
    study = make(tmp_path)

    assert [look["stop_at"] for look in list_looks(study)] == [4, 6, 7, 9]


def test_the_characteristics_name_the_acceptable_share_and_keep_alpha_there(tmp_path):
    rows = make(tmp_path).tables["boundary_characteristics"].to_dicts()

    (acceptable,) = [row for row in rows if row["is_acceptable"]]
    assert acceptable["share"] == 0.10
    assert acceptable["stopping"] == pytest.approx(0.041, abs=5e-4)
    assert acceptable["stopping"] == pytest.approx(sum(acceptable["stopping_by_look"]))
    stopping = [row["stopping"] for row in rows]
    assert stopping == sorted(stopping)


def test_a_look_that_the_arm_has_not_reached_says_so_and_has_no_numbers(tmp_path):
    rows = list_looks(make(tmp_path, looks="[2, 4, 400]"))

    assert rows[-1]["state"] == "not reached"
    assert rows[-1]["observed_events"] is None


def test_events_are_counted_in_the_order_given_and_stop_where_the_limit_is_reached(tmp_path):
    harmed = [replace(man, harm="3") for man in make_men("cells", 10)]
    men = [*harmed, *make_men("control", 10)]
    study = make(tmp_path, looks="[2, 4]", men=men)

    rows = list_looks(study)

    assert [row["observed_events"] for row in rows] == [2, 4]
    assert all(row["state"] == "stop" for row in rows if row["stop_at"] is not None)


def test_a_bayesian_rule_is_calibrated_to_alpha_as_well(tmp_path):
    rows = make(tmp_path, rule="Bayesian").tables["boundary_characteristics"].to_dicts()

    assert next(row["stopping"] for row in rows if row["is_acceptable"]) <= 0.05


def test_a_plan_without_a_rule_has_no_boundaries(tmp_path):
    assert "boundaries" not in make_small_study(tmp_path).tables


def test_a_rule_on_an_estimand_that_is_no_harm_is_refused_with_its_place(tmp_path):
    first = make_small_study(tmp_path / "a").plan
    other = next(e.id for e in first.estimands if not first.find_endpoint(e.variable).harm)

    problems = make(tmp_path / "b", estimand=other).problems

    assert any(p.field == "monitoring[1].estimand" and "no harm" in p.message for p in problems)


def test_an_arm_that_the_estimand_does_not_look_at_is_refused(tmp_path):
    both = 'treatment = ["cells", "control"]\nvariable = "harm"'
    narrowed = {both: both.replace(', "control"', "")}

    problems = make(tmp_path / "b", arm="control", edits=narrowed).problems

    assert [p.field for p in problems] == ["monitoring[1].arm"]


def test_an_arm_that_does_not_exist_is_reported_once(tmp_path):
    problems = make(tmp_path, arm="nobody").problems

    assert [p.field for p in problems] == ["monitoring[1].arm"]


@pytest.mark.parametrize("looks", ["[20, 10]", "[10, 10]", "[0, 5]"])
def test_looks_that_do_not_rise_are_refused(tmp_path, looks):
    problems = make(tmp_path, looks=looks).problems

    assert any("look" in p.message for p in problems)


def test_a_look_beyond_the_planned_participants_is_refused(tmp_path):
    role = 'role = "experimental"\n'
    study = make(tmp_path, edits={role: f"{role}planned = 30\n"})

    (problem,) = study.problems

    assert problem.field == "monitoring[1].looks"
    assert "looks after 40 participants, but 30 are planned in 'cells'" in problem.message

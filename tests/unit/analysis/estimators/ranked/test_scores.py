"""The order in which outcomes stand."""

import numpy as np
import pytest
from tests.support.small_study import Man, make_event, make_small_study

from tubulus.analysis.dataset import select_members
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.ranked.scores import LOWEST, SEEN, derive_scores

RANK = """
[[estimands]]
id = "c2"
label = "Ranked"
population = "all"
treatment = ["cells", "control"]
variable = "{variable}"
intercurrent_events = [{event}]
summary = "probability of superiority"
estimator = "rank"
missing = "{missing}"
role = "secondary"
"""
BETTER = 'id = "fsh"\nlabel = "FSH at month 6"\n'


def counted(amount, **differs):
    return Man(sperm="counted", concentration=amount, **differs)


def score(
    folder,
    men,
    *,
    variable="concentration",
    strategy="composite",
    missing="non-response",
    better="",
):
    more = RANK.format(variable=variable, event=make_event(strategy), missing=missing)
    edits = {BETTER: f'{BETTER}better = "{better}"\n'} if better else {}
    small = make_small_study(folder, men=men, more=more, edits=edits)
    plan = small.plan
    estimand = next(e for e in plan.estimands if e.id == "c2")
    endpoint = plan.find_endpoint(estimand.variable)
    members = select_members(small.snapshot, plan, "all")
    context = EstimandContext(small.study, plan, estimand, endpoint, members, {}, "concentration")
    return derive_scores(context)


def test_amounts_stand_from_none_over_seen_and_below_the_limit_to_the_highest(tmp_path):
    men = (
        Man(),
        Man(sperm="single", concentration="SNQ"),
        counted("<0.1"),
        counted("0.2"),
        counted("5"),
    )

    values = score(tmp_path, men).values

    assert values[0] == LOWEST
    assert values[1] == SEEN
    assert np.all(np.diff(values) > 0)


def test_no_sperm_an_event_and_a_man_who_did_not_come_share_the_lowest_place(tmp_path):
    men = (Man(), counted("50", rescue=True), Man(sperm=""), counted("0.1"))

    scores = score(tmp_path, men)

    assert scores.values[:3].tolist() == [LOWEST] * 3
    assert scores.values[3] > SEEN
    everybody = np.ones(4, dtype=bool)
    assert scores.count_missing(everybody) == 1
    assert scores.describe(everybody) == (
        "1 with none, 1 after an event that is the worst outcome, "
        "1 missing and counted as the lowest, 1 with a value"
    )


def test_complete_cases_leave_out_whoever_did_not_come(tmp_path):
    scores = score(tmp_path, (Man(), Man(sperm="")), missing="complete cases")

    assert np.isnan(scores.values).tolist() == [False, True]


def test_under_treatment_policy_an_event_changes_nothing(tmp_path):
    men = (counted("50", rescue=True), counted("0.1"))

    values = score(tmp_path, men, strategy="treatment policy").values

    assert values[0] > values[1]


def test_a_value_below_the_limit_of_another_laboratory_ties_with_it(tmp_path):
    men = (counted("<0.2"), counted("0.15"), counted("<0.1"), counted("0.2"), Man())

    values = score(tmp_path, men).values

    assert values[0] == values[1] == values[2] < values[3]
    assert values[4] == LOWEST


def test_a_value_above_the_limit_of_a_laboratory_stands_above_all_and_ties_with_what_may_be_less(
    tmp_path,
):
    men = (counted("0.5"), counted(">20"), counted("30"), counted("20"))

    values = score(tmp_path, men).values

    assert values[0] < values[3] < values[1] == values[2]


def test_equal_amounts_share_a_place(tmp_path):
    values = score(tmp_path, (counted("0.3"), counted("0.3"), Man())).values

    assert values[0] == values[1]


def test_a_number_below_the_limit_ranks_below_every_value_above_it(tmp_path):
    men = tuple(Man(fsh=("20", after)) for after in ("<0.2", "<0.2", "0.3", "30"))

    scores = score(
        tmp_path, men, variable="fsh", strategy="treatment policy", missing="complete cases"
    )

    assert scores.values[0] == scores.values[1] < scores.values[2] < scores.values[3]
    assert scores.n_without_number == 2


@pytest.mark.parametrize(("better", "order"), [("higher", [2, 0, 1]), ("lower", [2, 1, 0])])
def test_an_event_is_the_worst_whichever_value_is_better(tmp_path, better, order):
    men = (Man(fsh=("20", "10")), Man(fsh=("20", "30")), Man(fsh=("20", "20"), rescue=True))

    scores = score(tmp_path, men, variable="fsh", missing="complete cases", better=better)

    assert np.argsort(scores.values).tolist() == order


def test_a_hypothetical_event_leaves_the_number_out(tmp_path):
    men = (Man(fsh=("20", "10")), Man(fsh=("20", "20"), rescue=True))

    scores = score(tmp_path, men, variable="fsh", strategy="hypothetical", missing="complete cases")

    assert np.isnan(scores.values).tolist() == [False, True]


def test_nobody_with_a_number_has_no_places(tmp_path):
    scores = score(
        tmp_path, (Man(fsh=("20", "")),), variable="fsh", missing="complete cases", better="lower"
    )

    assert np.isnan(scores.values).all()

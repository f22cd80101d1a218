from __future__ import annotations

from tests.support.small_study import Man, make_event, make_men, make_small_study

from tubulus.analysis.imputation.absent import ABSENCE_SCHEMA, ABSENT


def list_reasons(study, estimand, arm="cells"):
    found = study.tables["absences"].filter(estimand=estimand, arm=arm)
    return dict(found.select("reason", "n").iter_rows())


def test_each_man_without_a_value_counts_under_one_reason(tmp_path):
    men = [
        *make_men("cells", 6),
        Man(fsh=("9", "<0.2")),
        Man(fsh=("9", ""), status="lost"),
        Man(fsh=("9", ""), status="lost"),
        Man(fsh=("9", "")),
        Man(fsh=("", "9")),
        *make_men("control", 6),
    ]
    study = make_small_study(tmp_path, men=men)

    assert list_reasons(study, "h-fsh") == {
        "below the limit of quantification": 1,
        "Lost to follow-up": 2,
        "took part to the end": 1,
        "value before treatment not known": 1,
    }
    (row,) = study.find(ABSENT, arm="cells", estimand="h-fsh")
    assert (row["n"], row["denominator"], row["value"]) == (5, 11, 5 / 11)
    assert study.tables["absences"].schema == ABSENCE_SCHEMA


def test_a_hypothetical_event_is_a_reason_of_its_own(tmp_path):
    line = 'variable = "fsh"\n'
    edits = {line: f"{line}intercurrent_events = [{make_event('hypothetical')}]\n"}
    men = [*make_men("cells", 6), Man(rescue=True), *make_men("control", 6)]
    study = make_small_study(tmp_path, men=men, edits=edits)

    assert list_reasons(study, "h-fsh") == {"handled as hypothetical: rescue": 1}


def test_a_response_that_nobody_looked_for_is_missing_and_a_composite_one_is_not(tmp_path):
    men = [
        *make_men("cells", 4),
        Man(sperm=""),
        Man(sperm="", rescue=True),
        *make_men("control", 4),
    ]
    study = make_small_study(tmp_path, men=men)

    assert list_reasons(study, "r1") == {"took part to the end": 1}


def test_without_a_disposition_form_no_reason_is_on_record(tmp_path):
    men = [*make_men("cells", 4), Man(sperm=""), *make_men("control", 4)]
    study = make_small_study(tmp_path, men=men, forms=())

    assert list_reasons(study, "r1") == {"reason not recorded": 1}


def test_nobody_missing_gives_zero_and_no_reasons(full):
    assert {row["n"] for row in full.find(ABSENT)} == {0}
    assert "absences" not in full.tables


def test_an_arm_without_anybody_has_no_share(tmp_path):
    study = make_small_study(tmp_path, men=make_men("cells", 4))

    (row,) = study.find(ABSENT, arm="control", estimand="r1")
    assert (row["value"], row["reason"]) == (None, "nobody is in the arm")

"""Who has any, and how much those have."""

import pytest
from tests.support.small_study import Man, make_event, make_small_study

from tubulus.analysis.estimators.absences import BELOW_LIMIT


def counted(amount, **differs):
    return Man(sperm="counted", concentration=amount, **differs)


def test_the_amount_is_described_among_those_with_any(tmp_path):
    men = (counted("0.1"), counted("0.4"), counted("0.2"), Man(), Man(arm="control"))
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("median given any", arm="cells")

    assert (row["value"], row["n"], row["denominator"], row["unit"]) == (0.2, 3, 3, "million/mL")
    assert small.find_one("share with any", arm="cells")["value"] == 0.75


def test_single_sperm_are_neither_zero_nor_missing(tmp_path):
    men = (counted("0.1"), Man(sperm="single", concentration="SNQ"), Man(), Man(arm="control"))
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("seen, not quantifiable", arm="cells")

    assert (row["n"], row["denominator"]) == (1, 2)
    assert small.find_one("share with any", arm="cells")["n"] == 2
    assert small.find_one("median given any", arm="cells")["n"] == 1


def test_an_amount_under_a_composite_event_does_not_count(tmp_path):
    event = make_event("composite")
    line = 'variable = "concentration"\n'
    edits = {line: f"{line}intercurrent_events = [{event}]\n"}
    men = (counted("0.1"), counted("50", rescue=True), Man(arm="control"))
    small = make_small_study(tmp_path, men=men, edits=edits)

    assert small.find_one("largest given any", arm="cells")["value"] == 0.1
    assert small.find_one("share with any", arm="cells")["n"] == 1


def test_an_amount_below_the_limit_is_counted(tmp_path):
    small = make_small_study(tmp_path, men=(counted("<0.1"), Man(arm="control")))

    assert [(r["arm"], r["n"]) for r in small.find(BELOW_LIMIT)] == [("cells", 1)]


def test_the_ratio_of_amounts_is_labelled_as_not_causal(tmp_path):
    men = [counted(c) for c in ("0.2", "0.8")] + [counted(c, arm="control") for c in ("0.1", "0.4")]
    row = make_small_study(tmp_path, men=men).find_one("ratio of amounts given any")

    assert row["value"] == pytest.approx(2.0)
    assert row["note"].startswith("Not causal")


def test_nobody_with_any_leaves_no_amount(tmp_path):
    small = make_small_study(tmp_path, men=(Man(), Man(arm="control")))

    assert small.find_one("median given any", arm="cells")["state"] == "not estimable"
    assert small.find_one("ratio of amounts given any")["state"] == "not estimable"

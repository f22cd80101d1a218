"""Other rules for the same participants."""

from dataclasses import replace

import pytest
from tests.support.small_study import WINDOW, Man, make_men, make_small_study

ALL = {
    'sensitivity = ["same examination"]': (
        'sensitivity = ["same examination", "complete cases", "worst case"]'
    )
}
GONE = Man(sperm="", status="lost")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return 2 of 4 and one missing against 1 of 3 and two missing."""
    gone = replace(GONE, arm="control")
    men = (*make_men("cells", 4, 2), GONE, *make_men("control", 3, 1), gone, gone)
    return make_small_study(tmp_path_factory.mktemp("gone") / "s", men=men, edits=ALL)


def read(small, statistic, name):
    rows = small.find(statistic, section="sensitivity", stratum="")
    return [r for r in rows if r["label"] == f"Any sperm, {name}"]


def test_complete_cases_leave_out_whoever_has_no_outcome(small):
    rows = read(small, "share", "complete cases")

    assert [(r["n"], r["denominator"]) for r in rows] == [(2, 4), (1, 3)]
    assert [r["note"].split(" left out")[0] for r in rows] == [
        "1 without the outcome",
        "2 without the outcome",
    ]


def test_the_worst_case_speaks_against_the_first_arm(small):
    rows = read(small, "share", "worst case")
    (difference,) = read(small, "risk difference", "worst case")

    assert [(r["n"], r["denominator"]) for r in rows] == [(2, 5), (3, 5)]
    assert difference["value"] == pytest.approx(-0.2)
    assert difference["note"].startswith(
        "3 without the outcome count as with the event in the others and without it in the first"
    )


def test_the_worst_case_of_a_harm_is_the_event_in_the_first_arm(tmp_path):
    lost = Man(status="lost")
    men = (Man(), lost, Man(arm="control"), replace(lost, arm="control"))
    line = 'summary = "share"\nestimator = "exact-share"\n'
    edits = {**WINDOW, line: f'{line}sensitivity = ["worst case"]\n'}
    small = make_small_study(tmp_path, men=men, edits=edits)

    rows = [r for r in small.find("share", section="sensitivity") if r["estimand"] == "s1"]

    assert [(r["arm"], r["n"], r["denominator"]) for r in rows] == [
        ("cells", 1, 2),
        ("control", 0, 2),
    ]


def test_a_composite_event_is_known_whatever_is_missing(tmp_path):
    men = (replace(GONE, rescue=True), Man(), Man(arm="control"))
    small = make_small_study(tmp_path, men=men, edits=ALL)

    assert [(r["n"], r["denominator"]) for r in read(small, "share", "complete cases")] == [
        (0, 2),
        (0, 1),
    ]


def test_no_sensitivity_has_a_test(small):
    assert [r["section"] for r in small.find("p")] == ["responders"]


def test_a_note_counts_the_men_of_its_own_row(tmp_path):
    harder = Man(sperm="single", methods=("direct", "sediment"))
    men = (harder, harder, replace(harder, infertility="secondary"), replace(harder, arm="control"))
    small = make_small_study(tmp_path, men=men)

    rows = small.find("share", section="sensitivity")

    assert {(r["arm"], r["stratum"].rpartition(" ")[2]): r["note"][0] for r in rows} == {
        ("cells", ""): "3",
        ("control", ""): "1",
        ("cells", "primary"): "2",
        ("control", "primary"): "1",
        ("cells", "secondary"): "1",
        ("control", "secondary"): "0",
    }

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
    assert small.find_one("median of those counted", arm="cells")["n"] == 1


SINGLE = Man(sperm="single", concentration="SNQ")


@pytest.mark.parametrize(
    ("singles", "amounts", "median"),
    [
        (0, ("0.1", "0.3"), 0.2),
        (1, ("0.1", "0.3"), 0.1),
        (1, ("0.1", "0.3", "0.5"), 0.2),
        (2, ("0.1", "0.3"), None),
        (3, ("0.1", "0.3"), None),
        (2, (), None),
    ],
)
def test_what_could_not_be_counted_ranks_lowest(tmp_path, singles, amounts, median):
    men = (*[SINGLE] * singles, *map(counted, amounts), Man(arm="control"))
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("median given any", arm="cells")

    assert row["n"] == row["denominator"] == singles + len(amounts)
    if median is None:
        assert row["reason"] == "the median man had sperm that could not be counted"
    else:
        assert row["value"] == pytest.approx(median)


def test_more_men_who_could_not_be_counted_never_raise_the_median(tmp_path):
    few = (counted("0.1"), counted("0.2"), SINGLE)
    many = (counted("0.1"), counted("0.2"), SINGLE, SINGLE)
    small = make_small_study(
        tmp_path, men=(*few, *(Man(**{**vars(m), "arm": "control"}) for m in many))
    )

    assert small.find_one("median given any", arm="cells")["value"] == 0.1
    assert small.find_one("median given any", arm="control")["state"] == "not estimable"
    claim = small.claims["c1"]["text"]
    assert "Cells arm 3/3 (100.0 %), median 0.1 million/mL, median of the 2 of 3 counted" in claim
    assert "Control arm 4/4 (100.0 %), median not quantifiable (the median man had" in claim


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (5, 4, "fewer than 5 participants with an amount"),
        (5, 5, "1 of 6 and 0 of 5 with any could not be counted"),
    ],
)
def test_a_ratio_needs_five_in_each_arm_and_all_of_them_counted(tmp_path, first, second, reason):
    men = [counted(f"0.{i + 1}") for i in range(first)]
    men += [counted(f"0.{i + 1}", arm="control") for i in range(second)]
    men += [SINGLE] if second == 5 else []

    row = make_small_study(tmp_path, men=men).find_one("ratio of amounts given any")

    assert row["state"] == "not estimable"
    assert row["reason"].startswith(reason)


def test_an_amount_under_a_composite_event_does_not_count(tmp_path):
    event = make_event("composite")
    line = 'variable = "concentration"\n'
    edits = {line: f"{line}intercurrent_events = [{event}]\n"}
    men = (counted("0.1"), counted("50", rescue=True), Man(arm="control"))
    small = make_small_study(tmp_path, men=men, edits=edits)

    assert small.find_one("largest of those counted", arm="cells")["value"] == 0.1
    assert small.find_one("share with any", arm="cells")["n"] == 1


def test_an_amount_below_the_limit_is_counted(tmp_path):
    small = make_small_study(tmp_path, men=(counted("<0.1"), Man(arm="control")))

    assert [(r["arm"], r["n"]) for r in small.find(BELOW_LIMIT)] == [("cells", 1)]


def test_the_ratio_of_amounts_is_labelled_as_not_causal(tmp_path):
    men = [counted(f"0.{2 * c}") for c in range(1, 5)] + [counted("1")]
    men += [counted(f"0.{c}", arm="control") for c in range(1, 6)]
    row = make_small_study(tmp_path, men=men).find_one("ratio of amounts given any")

    assert row["value"] == pytest.approx(2.0)
    assert row["note"].startswith("Not causal")


def test_nobody_with_any_leaves_no_amount(tmp_path):
    small = make_small_study(tmp_path, men=(Man(), Man(arm="control")))

    assert small.find_one("median given any", arm="cells")["state"] == "not estimable"
    assert small.find_one("ratio of amounts given any")["state"] == "not estimable"

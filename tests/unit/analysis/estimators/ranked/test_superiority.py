"""Pairs of one man of each arm."""

import pytest
from tests.support.small_study import Man, make_event, make_men, make_small_study

RANK = """
[[estimands]]
id = "c2"
label = "Ranked"
population = "all"
treatment = ["cells", "control"]
variable = "{variable}"
summary = "probability of superiority"
estimator = "rank"
missing = "{missing}"
test = "{test}"
{more}
role = "secondary"
"""


def rank(folder, men, *, variable="concentration", missing="", test="none", more="", **options):
    missing = missing or ("non-response" if variable == "concentration" else "complete cases")
    text = RANK.format(variable=variable, missing=missing, test=test, more=more)
    return make_small_study(folder, men=men, more=text, **options)


def counted(amount, **differs):
    return Man(sperm="counted", concentration=amount, **differs)


def test_every_man_is_set_against_every_other(tmp_path):
    men = (counted("0.2"), Man(), counted("0.1", arm="control"), Man(arm="control"))
    small = rank(tmp_path, men)

    row = small.find_one("probability of superiority")

    assert row["value"] == pytest.approx((2 + 1 / 2) / 4)
    assert [small.find_one(f"share of pairs {name}")["n"] for name in ("won", "lost", "tied")] == [
        2,
        1,
        1,
    ]
    assert small.find_one("win odds")["value"] == pytest.approx(2.5 / 1.5)
    assert small.find_one("net benefit")["value"] == pytest.approx(0.25)


def test_nobody_with_sperm_in_either_arm_is_a_tie_without_limits(tmp_path):
    small = rank(tmp_path, (Man(), Man(), Man(arm="control"), Man(arm="control")))

    row = small.find_one("probability of superiority")

    assert (row["value"], row["low"], row["state"]) == (0.5, None, "estimated")
    assert "no limits: no participant differs" in row["note"]
    assert small.find_one("win odds")["value"] == 1.0
    assert small.find_one("share of pairs tied")["value"] == 1.0


def test_an_arm_that_wins_every_pair_has_no_finite_win_odds(tmp_path):
    men = (counted("1"), counted("2"), Man(arm="control"), Man(arm="control"))
    small = rank(tmp_path, men)

    assert small.find_one("probability of superiority")["value"] == 1.0
    row = small.find_one("win odds")
    assert (row["state"], row["value"]) == ("not estimable", None)
    assert "infinite" in row["reason"]


def test_an_empty_arm_leaves_nothing_to_compare(tmp_path):
    small = rank(tmp_path, (Man(), counted("1")), test="wilcoxon")

    for statistic in ("probability of superiority", "win odds", "share of pairs tied"):
        row = small.find_one(statistic)
        assert row["reason"] == "no participant with a value in one arm"
    assert small.find_one("p", estimand="c2")["state"] == "not estimable"
    assert "not ranked: no participant" in small.claims["c2"]["text"]


@pytest.mark.parametrize(
    ("missing", "n", "value"), [("non-response", 4, 0.375), ("complete cases", 3, 0.75)]
)
def test_missing_follows_the_rule_of_the_estimand(tmp_path, missing, n, value):
    men = (counted("1"), Man(sperm=""), counted("0.5", arm="control"), counted("1", arm="control"))
    small = rank(tmp_path, men, missing=missing)

    row = small.find_one("probability of superiority")

    assert (row["n"], row["denominator"], row["missing"]) == (n, 4, 1)
    assert row["value"] == pytest.approx(value)


def test_the_stratum_is_described_without_tests(tmp_path):
    men = [
        m
        for arm in ("cells", "control")
        for kind in ("primary", "secondary")
        for m in make_men(arm, 4, 2, infertility=kind)
    ]
    small = rank(tmp_path, men, test="wilcoxon", more='stratum = "infertility"')

    rows = small.find("probability of superiority")

    assert [r["stratum"] for r in rows] == ["", "Infertility: primary", "Infertility: secondary"]
    assert [r["n"] for r in rows] == [16, 8, 8]
    assert [r["stratum"] for r in small.find("p", estimand="c2")] == [""]


@pytest.mark.parametrize(
    ("test", "more", "method"),
    [
        ("wilcoxon", "", "Wilcoxon rank-sum, exact with ties, two-sided"),
        ("two-part", "", "Lachenbruch two-part test, two-sided"),
        ("van-elteren", 'stratum = "infertility"', "van Elteren, two-sided"),
    ],
)
def test_a_planned_test_gives_one_p_value_that_nobody_randomised(tmp_path, test, more, method):
    men = (*make_men("cells", 8, 4), *make_men("control", 8, 1))
    row = rank(tmp_path, men, test=test, more=more).find_one("p", estimand="c2")

    assert 0.0 < row["value"] < 1.0
    assert row["method"] == method
    assert "exploratory, not randomised" in row["note"]


def test_who_has_no_partner_in_his_level_is_told(tmp_path):
    men = (
        *make_men("cells", 4, 2),
        counted("1", infertility="secondary"),
        *make_men("control", 4, 1),
    )
    small = rank(tmp_path, men, test="van-elteren", more='stratum = "infertility"')

    note = small.find_one("p", estimand="c2")["note"]

    assert "left out of the test: 1 in a level with one arm alone" in note


def test_a_number_has_a_shift_on_its_own_scale(tmp_path):
    men = [Man(fsh=("20", str(20 + i))) for i in range(6)]
    men += [Man(arm="control", fsh=("20", str(10 + i / 2))) for i in range(6)]
    small = rank(tmp_path, men, variable="fsh")

    row = small.find_one("Hodges-Lehmann ratio")

    assert 1.7 < row["low"] < row["value"] < row["high"] < 2.5
    assert small.find_one("probability of superiority")["section"] == "hormones"


def test_a_number_below_the_limit_has_a_rank_but_no_shift(tmp_path):
    men = (Man(fsh=("20", "<0.2")), Man(fsh=("20", "20")), Man(arm="control"), Man(arm="control"))
    small = rank(tmp_path, men, variable="fsh")

    assert small.find_one("probability of superiority")["n"] == 4
    assert small.find_one("Hodges-Lehmann ratio")["reason"].startswith("1 with a place")


def test_the_worst_outcome_lowers_the_probability(tmp_path):
    men = (
        counted("5", rescue=True),
        counted("1"),
        counted("0.1", arm="control"),
        Man(arm="control"),
    )
    event = f"intercurrent_events = [{make_event('composite')}]"

    plain, composite = (
        rank(tmp_path / name, men, more=more).find_one("probability of superiority")["value"]
        for name, more in (("plain", ""), ("composite", event))
    )

    assert (plain, composite) == (1.0, 0.625)

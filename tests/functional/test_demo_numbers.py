"""The demo states its responders with exact limits, by subgroup, and with what limits them."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.support.documents import lighten

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.estimators.shares.differences import STRATIFIED
from tubulus.analysis.estimators.shares.harms import BEFORE_DAY_ONE, WORST_CASE
from tubulus.analysis.estimators.shares.search_effort import FLAGGED, SAME_EXAMINATION
from tubulus.analysis.plan.lock import compare_with_lock
from tubulus.core.progress import SilentProgress
from tubulus.runs.simulate import simulate_data
from tubulus.runs.workspace import open_workspace

EXPECTED = {
    "synthetic",
    "not-randomised",
    "baseline-imbalance",
    "responders-in-one-subgroup",
    "background-rate",
    "search-effort",
    "largest-comparator",
    "open-label",
    "zero-events",
    "surgery-in-one-arm",
    "moved-by-design",
    "regression-to-the-mean",
    "before-after",
    "missing-values",
    "not-counted",
    "below-limit",
    "many-ties",
    "several-laboratories",
    "day-one-differs",
}


@pytest.fixture(scope="module")
def tables(repository: Path, tmp_path_factory):
    """Simulate the example study and analyse it."""
    folder = tmp_path_factory.mktemp("demo") / "noa-bmmsc"
    place = repository / "examples" / "noa-bmmsc"
    folder.mkdir()
    shutil.copy(place / "study.toml", folder)
    lighten(folder)
    simulate_data(open_workspace(folder), SilentProgress())
    workspace = open_workspace(folder)
    return analyse_snapshot(
        workspace.snapshot,
        workspace.whole.plan,
        status=compare_with_lock(None, workspace.whole.study.source.data),
        provenance="p1",
        progress=SilentProgress(),
    )


def find(tables, **keys):
    return tables["estimates"].filter(**keys).to_dicts()


def test_the_responders_are_stated_with_the_exact_interval(tables):
    (row,) = find(tables, section="responders", statistic="share", arm="cells", stratum="")

    assert (row["n"], row["denominator"]) == (9, 40)
    assert [round(100 * row[k], 1) for k in ("value", "low", "high")] == [22.5, 10.8, 38.5]
    assert row["method"] == "Clopper-Pearson"


def test_no_event_in_forty_is_an_upper_limit(tables):
    rows = [
        r
        for r in find(tables, stratum="")
        if r["statistic"].startswith("share") and r["n"] == 0 and r["denominator"] == 40
    ]

    assert rows
    assert {round(100 * r["high"], 1) for r in rows} == {8.8}
    cautions = tables["cautions"].filter(id="zero-events")["text"].item()
    assert cautions.count("0 of 40, upper limit 8.8 %") == len(rows)


def test_responders_by_infertility_have_denominators_in_both_arms(tables):
    rows = [r for r in find(tables, section="responders", statistic="share") if r["stratum"]]

    totals = {
        arm: sum(r["denominator"] for r in rows if r["arm"] == arm) for arm in ("cells", "hormones")
    }

    assert totals == {"cells": 40, "hormones": 40}
    assert len({r["stratum"] for r in rows}) == 2


def test_the_count_without_a_more_sensitive_examination_stands_beside(tables):
    (flagged,) = find(tables, section="responders", statistic=FLAGGED, arm="cells")
    (kept,) = find(tables, section="responders", statistic=SAME_EXAMINATION, arm="cells")

    assert flagged["denominator"] == 9
    assert kept["n"] == 9 - flagged["n"]
    assert kept["denominator"] == 40


def test_the_crude_difference_is_confounded_by_the_type_of_infertility(tables):
    found = {
        name: find(tables, section="responders", statistic=name, stratum="")[0]
        for name in ("risk difference", STRATIFIED)
    }

    numbers = {
        name: [round(100 * row[k], 1) for k in ("value", "low", "high")]
        for name, row in found.items()
    }
    # by statistical review of these data, and metafor
    assert numbers == {"risk difference": [7.5, -10.1, 25.1], STRATIFIED: [0.9, -15.3, 17.2]}
    text = tables["cautions"].filter(id="baseline-imbalance")["text"].item()
    assert "Infertility 0.52" in text


def test_there_are_six_p_values_as_the_plan_says(tables):
    rows = find(tables, statistic="p")

    # Hormones are moved by design in one arm; the responders are the gate before them
    assert [r["estimand"] for r in rows] == ["r1", "h1", "h2", "h3", "h4", "h5"]
    assert all(r["note"].startswith("exploratory, not randomised") for r in rows)
    assert tables["methods"]["sentence"].str.contains("The plan asks for 6 p-values: ").any()


def test_behind_the_gate_nothing_is_rejected(tables):
    gate, *family = tables["tests"].to_dicts()

    assert gate["estimand"] == "r1"
    assert gate["p"] == gate["adjusted_p"] > 0.05
    assert [row["rejected"] for row in family] == ["no"] * 5
    # FSH, LH and testosterone alone would have been below 0.001
    assert sum(row["p"] < 0.001 for row in family) == 3
    assert all(row["adjusted_p"] >= gate["p"] for row in family)


def test_levels_of_infertility_are_described_and_not_tested(tables):
    rows = find(tables, section="subgroups")

    assert {row["estimand"] for row in rows} == {"r1", "h1"}
    assert not [row for row in rows if row["statistic"].startswith("p")]
    (between,) = (r for r in rows if r["statistic"] == "risk difference between levels")
    assert between["low"] < 0 < between["high"]


def test_every_choice_of_the_multiverse_leaves_the_side_of_fsh(tables):
    curve = tables["multiverse"]
    (side,) = find(tables, statistic="share of specifications on the side of the median")

    assert curve.height == 48
    assert curve["is_planned"].sum() == 1
    assert (side["n"], side["denominator"]) == (48, 48)


def test_the_median_counts_men_whose_sperm_could_not_be_counted(tables):
    rows = {r["arm"]: r for r in find(tables, statistic="median given any")}

    assert rows["cells"]["reason"] == "the median man had sperm that could not be counted"
    assert rows["cells"]["n"] == 9
    assert rows["hormones"]["value"] == pytest.approx(0.03)
    assert find(tables, statistic="ratio of amounts given any")[0]["state"] == "not estimable"


def test_every_man_of_one_arm_is_ranked_against_every_man_of_the_other(tables):
    pairs = {
        name: find(tables, estimand="c2", statistic=f"share of pairs {name}")[0]
        for name in ("won", "lost", "tied")
    }
    (ahead,) = find(tables, estimand="c2", statistic="probability of superiority", stratum="")

    assert {row["denominator"] for row in pairs.values()} == {40 * 40}
    assert sum(row["n"] for row in pairs.values()) == 40 * 40
    won, tied = pairs["won"]["value"], pairs["tied"]["value"]
    assert ahead["value"] == pytest.approx(won + tied / 2)
    assert ahead["low"] < 0.5 < ahead["high"]
    assert not find(tables, estimand="c2", statistic="p")


def test_the_order_adjusted_for_infertility_stands_beside_as_sensitivity(tables):
    (row,) = find(tables, estimand="c3", statistic="odds ratio of a higher rank")

    assert (row["role"], row["n"]) == ("sensitivity", 80)
    assert row["low"] < row["value"] < row["high"]
    assert "adjusted for Infertility" in row["note"]


def test_harms_are_bounded_in_time_and_by_follow_up(tables):
    rows = find(tables, section="safety", statistic=WORST_CASE, endpoint="serious-or-severe")

    assert [(r["arm"], r["n"], r["denominator"]) for r in rows] == [
        ("cells", 4, 40),
        ("hormones", 2, 40),
    ]
    assert len(find(tables, section="safety", statistic=BEFORE_DAY_ONE)) == 6


def test_each_sensitivity_of_the_responders_is_there_without_a_test(tables):
    rows = find(tables, section="sensitivity", statistic="share", arm="cells", stratum="")

    assert {r["label"].rpartition(", ")[2]: (r["n"], r["denominator"]) for r in rows} == {
        "same examination": (5, 40),
        "complete cases": (9, 36),
        "worst case": (9, 40),
    }


def test_the_cautions_that_apply_are_there(tables):
    assert set(tables["cautions"]["id"]) >= EXPECTED


def test_cautions_that_do_not_apply_are_not_there(tables):
    assert not {
        "no-control",
        "core-outcomes",
        "zero-responders",
        "no-window",
        "undated-events",
    } & set(tables["cautions"]["id"])


def test_every_claim_says_that_the_data_are_simulated(tables):
    assert tables["claims"]["bears"].str.starts_with("Simulated data: nothing.").all()
    assert tables["claims"].height >= 5


def test_every_number_has_its_provenance_and_its_stamp(tables):
    estimates = tables["estimates"]

    assert set(estimates["provenance"]) == {"p1"}
    assert set(estimates["specified"]) == {"not pre-specified: the plan was not frozen"}
    assert estimates.filter(pl.col("value").is_nan()).height == 0


def test_the_crude_difference_is_gone_adjusted_in_every_way(tables):
    crude = find(tables, section="responders", statistic="risk difference", stratum="")[0]
    ways = ("overlap weights", "weights for all", "entropy balancing", "AIPW", "TMLE")

    for way in ways:
        (row,) = find(tables, section="adjusted", statistic=f"risk difference, {way}")
        assert row["value"] < crude["value"] / 3
        assert row["low"] < 0.0 < row["high"]


def test_the_negative_control_of_the_demo_is_no_hypothesis_and_names_chance(tables):
    (row,) = find(tables, section="confounding", statistic="geometric mean ratio, negative control")

    assert row["endpoint"] == "platelets"
    # nothing that the plan tests may be its negative control
    assert not find(tables, statistic="p", endpoint="platelets")
    # the simulation draws platelets alike in both arms: one in twenty limits leaves no difference
    assert row["high"] < 1.0
    assert row["note"].startswith("bias indicated")
    assert "or chance" in row["note"]

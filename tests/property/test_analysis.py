"""What holds of the analysis whatever the participants are."""

from __future__ import annotations

import math
import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.searching import take
from tests.support.small_study import Man, make_men, make_small_study

from tubulus.analysis.estimators.shares.search_effort import FLAGGED, SAME_EXAMINATION
from tubulus.core.estimates import make_estimate_frame

HORMONE = st.sampled_from(["", "<0.2", "0.4", "5", "20", "21.5", "300", "0"])


@st.composite
def draw_man(draw, arms=("cells", "control")):
    sperm = draw(st.sampled_from(["", "none", "single", "counted"]))
    return Man(
        arm=draw(st.sampled_from(arms)),
        age=draw(st.sampled_from(["", "25", "31", "44"])),
        infertility=draw(st.sampled_from(["", "primary", "secondary"])),
        sperm=sperm,
        concentration={"counted": draw(st.sampled_from(["", "0.1", "3", "<0.1"]))}.get(sperm, ""),
        fsh=(draw(HORMONE), draw(HORMONE)),
        t=(draw(HORMONE), draw(HORMONE)),
        methods=(draw(st.sampled_from(["direct", "sediment"])), "sediment"),
        harm=draw(st.sampled_from(["", "1", "3"])),
        rescue=draw(st.booleans()),
        status=draw(st.sampled_from(["completed", "lost", "pregnancy", ""])),
    )


def analyse(men, **variation):
    with tempfile.TemporaryDirectory() as folder:
        small = make_small_study(Path(folder) / "study", men=men, **variation)
        assert small.tables
        return small


def check_rows(small):
    """Check what every table of results holds to."""
    estimates = small.tables["estimates"]
    for row in estimates.iter_rows(named=True):
        assert (row["value"] is None) == (row["state"] != "estimated")
        assert row["value"] is not None or row["reason"]
        if row["low"] is not None and row["value"] is not None:
            assert row["low"] <= row["value"] <= row["high"]
        if row["statistic"] == "p" and row["value"] is not None:
            assert 0.0 <= row["value"] <= 1.0
    assert "nan" not in " ".join(small.tables["claims"]["text"]).lower().split()
    assert "None" not in " ".join(
        [*small.tables["claims"]["text"], *small.tables["cautions"]["text"]]
    )


@take(12)
@given(st.lists(draw_man(), min_size=1, max_size=14))
def test_any_participants_give_rows_that_hold_together(men):
    small = analyse(men, covariates=("age", "infertility"))

    check_rows(small)


@take(8)
@given(st.lists(draw_man(("cells",)), min_size=1, max_size=8))
def test_a_single_arm_goes_end_to_end_without_a_contrast(men):
    small = analyse(men, arms=("cells",), allocation="single-arm")

    check_rows(small)
    contrasts = small.tables["estimates"].filter(
        (pl.col("comparator") != "") & (pl.col("statistic") != "smd")
    )
    assert contrasts.height == 0


@take(8)
@given(st.lists(draw_man(("cells", "low", "high")), min_size=1, max_size=12))
def test_three_arms_are_each_compared_with_the_first(men):
    small = analyse(men, arms=("cells", "low", "high"))

    check_rows(small)
    pairs = {(r["arm"], r["comparator"]) for r in small.find("risk difference")}
    assert pairs == {("cells", "low"), ("cells", "high")}


@take(10)
@given(st.lists(draw_man(), min_size=1, max_size=14))
def test_strata_add_up_to_everybody(men):
    small = analyse(men)

    for arm in ("cells", "control"):
        rows = small.find("share", estimand="r1", arm=arm, section="responders")
        whole = next(r for r in rows if not r["stratum"])
        for count in ("n", "denominator", "missing"):
            assert sum(r[count] for r in rows if r["stratum"]) == whole[count]


@take(10)
@given(st.lists(draw_man(), min_size=1, max_size=14))
def test_flagged_and_kept_responders_are_all_responders(men):
    small = analyse(men)

    for arm in ("cells", "control"):
        whole = small.find_one("share", estimand="r1", arm=arm, section="responders")
        flagged, kept = small.find_one(FLAGGED, arm=arm), small.find_one(SAME_EXAMINATION, arm=arm)
        assert flagged["n"] + kept["n"] == whole["n"]


@take(8)
@given(st.lists(draw_man(), min_size=2, max_size=10))
def test_the_order_of_participants_changes_no_number(men):
    first, second = analyse(men), analyse(men[::-1])

    columns = ["section", "statistic", "estimand", "arm", "comparator", "stratum", "n", "missing"]
    a, b = (s.tables["estimates"] for s in (first, second))
    assert a.select(columns).equals(b.select(columns))
    for x, y in zip(a["value"], b["value"], strict=True):
        assert x == y or math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12)


@take(8)
@given(st.lists(draw_man(), min_size=1, max_size=10))
def test_non_response_is_the_worst_and_event_the_best_case(men):
    rules = {
        rule: analyse(
            men,
            edits={
                'estimator = "risk-difference"\nmissing = "non-response"': (
                    f'estimator = "risk-difference"\nmissing = "{rule}"'
                )
            },
        ).find_one("share", estimand="r1", arm="cells", section="responders")
        for rule in ("non-response", "event", "complete cases")
    }

    assert rules["non-response"]["n"] <= rules["event"]["n"]
    assert rules["complete cases"]["n"] == rules["non-response"]["n"]
    assert rules["complete cases"]["denominator"] <= rules["event"]["denominator"]


def test_a_study_without_a_plan_gives_empty_tables(tmp_path):
    small = make_small_study(tmp_path, plan="", hormones=())

    assert small.tables["estimates"].equals(make_estimate_frame(()))
    assert small.tables["claims"].height == 0


@pytest.mark.parametrize("part", ["fsh", "t", "sperm", "age", "infertility"])
def test_an_endpoint_all_missing_is_not_estimable_and_breaks_nothing(part):
    empty = ("", "") if part in {"fsh", "t"} else ""
    men = [replace(m, **{part: empty}) for m in (*make_men("cells", 4), *make_men("control", 4))]

    check_rows(analyse(men, covariates=("age", "infertility")))

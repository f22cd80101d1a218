from __future__ import annotations

import numpy as np
import pytest
from tests.support.missing_study import ask, make_pairs
from tests.support.small_study import Man, make_small_study

from tubulus.stats.censored import estimate_log_censored_contrast

STATISTIC = "geometric mean ratio, below limit"


def test_each_value_counts_with_its_own_limit(tmp_path):
    men = [*make_pairs("cells", 12), *make_pairs("control", 12)]
    men += [Man(fsh=("10", "<9")), Man(arm="control", fsh=("11", "<12"))]
    study = make_small_study(tmp_path, men=men, edits=ask("below limit"))

    row = study.find_one(STATISTIC)

    after = np.array([float(man.fsh[1].lstrip("<")) for man in men])
    below = np.array([man.fsh[1].startswith("<") for man in men])
    arm = np.array([float(man.arm == "cells") for man in men])
    before = np.array([float(man.fsh[0]) for man in men])
    expected = estimate_log_censored_contrast(after, below, arm, before).contrast
    assert row["value"] == pytest.approx(expected.estimate, rel=1e-9)
    assert (row["low"], row["high"]) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert row["note"] == "1 and 1 below their limit at follow-up"


def test_a_value_before_that_is_below_its_limit_counts_as_the_limit(tmp_path):
    men = [*make_pairs("cells", 12), *make_pairs("control", 12), Man(fsh=("<9", "<9"))]
    study = make_small_study(tmp_path, men=men, edits=ask("below limit"))

    row = study.find_one(STATISTIC)

    assert row["n"] == 25
    assert "1 below it before, where the limit itself counts" in row["note"]


def test_without_a_value_below_a_limit_there_is_a_reason_and_no_number(full):
    row = full.find_one(STATISTIC)

    assert row["value"] is None
    assert row["reason"] == "no value at follow-up is below a limit of quantification"


def test_a_whole_arm_below_its_limits_leaves_the_limit_on_the_finite_side(tmp_path):
    low = [Man(fsh=(str(10 + k), "<8")) for k in range(6)]
    study = make_small_study(
        tmp_path, men=[*low, *make_pairs("control", 14)], edits=ask("below limit")
    )

    assert study.find_one(STATISTIC)["value"] is None
    assert study.find_one(f"{STATISTIC}: limit on the finite side")["value"] < 1.0


def test_a_value_above_a_limit_is_left_out(tmp_path):
    men = [*make_pairs("cells", 12), *make_pairs("control", 12)]
    men += [Man(fsh=("10", "<9")), Man(fsh=("10", ">200"))]
    row = make_small_study(tmp_path, men=men, edits=ask("below limit")).find_one(STATISTIC)

    assert (row["n"], row["missing"]) == (25, 1)

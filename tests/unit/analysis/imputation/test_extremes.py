from __future__ import annotations

import pytest
from tests.support.missing_study import ask_responders
from tests.support.small_study import Man, make_small_study

from tubulus.analysis.imputation.extremes import EXTREME
from tubulus.analysis.imputation.pooled import COMPLETE


def make(folder, cells, control):
    men = [Man(sperm=sperm, concentration="0") for sperm in cells]
    men += [Man(arm="control", sperm=sperm, concentration="0") for sperm in control]
    return make_small_study(folder, men=men, edits=ask_responders("extreme cases"))


def read(study):
    rows = study.tables["estimates"].iter_rows(named=True)
    found = [row for row in rows if row["statistic"].startswith(EXTREME)]
    return {row["statistic"].removeprefix(f"{EXTREME}: missing "): row["value"] for row in found}


def test_all_four_ways_are_counted_by_hand(tmp_path):
    # 2 of 4 seen and 1 missing; 1 of 3 seen and 2 missing
    study = make(
        tmp_path, ["single", "single", "none", "none", ""], ["single", "none", "none", "", ""]
    )

    assert read(study) == {
        "with the event in the first arm, without it in the comparator": pytest.approx(
            3 / 5 - 1 / 5
        ),
        "without the event in the first arm, with it in the comparator": pytest.approx(
            2 / 5 - 3 / 5
        ),
        "with the event in both arms": pytest.approx(3 / 5 - 3 / 5),
        "without the event in both arms": pytest.approx(2 / 5 - 1 / 5),
    }


def test_with_one_arm_complete_two_ways_remain(tmp_path):
    study = make(tmp_path, ["single", "none", ""], ["single", "none", "none"])

    assert read(study) == {
        "with the event in the first arm": pytest.approx(2 / 3 - 1 / 3),
        "without the event in the first arm": pytest.approx(0.0),
    }


def test_nobody_missing_gives_a_reason(full):
    assert full.find_one(EXTREME)["reason"] == COMPLETE

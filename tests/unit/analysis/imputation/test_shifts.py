from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.support.missing_study import ask, lose, make_pairs
from tests.support.small_study import make_small_study

from tubulus.analysis.imputation.pooled import COMPLETE
from tubulus.analysis.imputation.shifts import CHANGING, SHIFT_SCHEMA

RATIOS = {"[plan]\n": "[plan]\ntipping_ratios = [0.1, 0.5, 1.0, 2.0, 10.0]\n"}


@pytest.fixture(scope="module")
def grid(gaps):
    return gaps.tables["tipping"].filter(estimand="h-fsh")


def test_the_grid_has_every_pair_of_planned_shifts(gaps, grid):
    steps = gaps.plan.settings.tipping_ratios

    assert gaps.tables["tipping"].schema == SHIFT_SCHEMA
    pairs = set(grid.select("delta_1", "delta_0").iter_rows())
    assert pairs == {(a, b) for a in steps for b in steps}


def test_the_cell_without_a_shift_is_the_imputed_contrast(gaps, grid):
    (cell,) = grid.filter("is_unshifted").to_dicts()
    row = gaps.find_one("geometric mean ratio, imputed")

    assert (cell["delta_1"], cell["delta_0"]) == (1.0, 1.0)
    assert cell["value"] == pytest.approx(row["value"], rel=1e-9)
    assert cell["low"] == pytest.approx(row["low"], rel=1e-9)
    assert cell["changes"] is False


def test_a_higher_shift_of_the_first_arm_raises_the_ratio(grid):
    for (_,), own in grid.sort("delta_1").group_by("delta_0", maintain_order=True):
        assert own["value"].is_sorted()


def test_only_a_changed_side_changes_the_conclusion(grid):
    (middle,) = grid.filter("is_unshifted")["side"]

    assert grid.filter(pl.col("changes") != (pl.col("side") != middle)).is_empty()


def test_the_nearest_shift_that_tips_is_told_for_each_arm(tmp_path):
    # five of twenty men of the first arm are lost: a tenth of what is imputed turns the ratio
    men = [*lose(make_pairs("cells", 20, 1.8), 1, 4, 8, 11, 17), *make_pairs("control", 20)]
    study = make_small_study(tmp_path, men=men, edits={**ask("tipping"), **RATIOS})
    grid = study.tables["tipping"].filter(pl.col("delta_0") == 1.0)
    tipped = grid.filter("changes")["delta_1"].to_list()

    row = study.find_one("tipping ratio, first arm")

    assert row["value"] in tipped
    assert all(
        abs(pl.Series([row["value"]]).log()[0]) <= abs(pl.Series([d]).log()[0]) for d in tipped
    )
    comparator = study.find_one("tipping ratio, comparator")
    assert (comparator["value"], comparator["reason"]) == (None, "nothing was imputed in this arm")
    changing = study.find_one(CHANGING)
    assert changing["n"] == study.tables["tipping"]["changes"].sum()
    assert changing["denominator"] == 25


def test_without_a_tipping_shift_the_row_says_how_far_was_looked(tmp_path):
    men = [*lose(make_pairs("cells", 30, 4.0), 1), *make_pairs("control", 30)]
    study = make_small_study(tmp_path, men=men, edits=ask("tipping"))

    row = study.find_one("tipping ratio, first arm")

    assert (row["value"], row["reason"]) == (None, "no shift from 0.5 to 2 changes the conclusion")
    assert study.find_one(CHANGING)["n"] == 0


def test_shares_are_shifted_by_their_odds(gaps):
    grid = gaps.tables["tipping"].filter(estimand="r1")

    assert set(grid["shift"]) == {"odds ratio"}
    assert set(grid["delta_1"]) == set(gaps.plan.settings.tipping_odds)
    worst = grid.filter(delta_1=0.1, delta_0=10.0)["value"][0]
    best = grid.filter(delta_1=10.0, delta_0=0.1)["value"][0]
    assert worst < grid.filter("is_unshifted")["value"][0] < best


def test_a_number_on_its_own_scale_is_shifted_by_standard_deviations(tmp_path):
    men = [*make_pairs("cells", 10), *make_pairs("control", 10)]
    identity = 'variable = "testosterone"\n'
    edits = {identity: f'{identity}sensitivity = ["tipping"]\n'}
    men = [replace(man, t=("10", str(8 + 2 * (k % 2)))) for k, man in enumerate(men)]
    men[0] = replace(men[0], t=("10", ""))
    study = make_small_study(tmp_path, men=men, edits=edits)

    # no value differs before: the spread is that of 8 and 10 within the arms
    deltas = sorted(set(study.tables["tipping"]["delta_1"]))
    assert deltas[-1] == pytest.approx(1.0541, abs=1e-4)
    assert deltas[3] == 0.0


def test_nobody_missing_gives_a_reason_and_no_grid(full):
    for statistic in ("tipping ratio, first arm", "tipping odds ratio, first arm"):
        assert full.find_one(statistic)["reason"] == COMPLETE
    assert "tipping" not in full.tables

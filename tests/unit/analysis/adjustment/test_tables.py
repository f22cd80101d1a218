from __future__ import annotations

import polars as pl
import pytest


def test_balance_names_each_column_before_and_after_every_kind_of_weights(adjusted):
    rows = adjusted.tables["balance"].to_dicts()

    stages = list(dict.fromkeys((row["stage"], row["target"]) for row in rows))
    assert stages == [
        ("before", ""),
        ("after", "overlap weights"),
        ("after", "weights for the treated"),
        ("after", "weights for all"),
        ("after", "entropy balancing"),
    ]
    assert [r["covariate"] for r in rows[:3]] == ["Age", "Infertility: secondary", "FSH"]


def test_a_difference_above_a_tenth_is_flagged_and_none_below(adjusted):
    rows = adjusted.tables["balance"].to_dicts()

    assert any(row["flagged"] for row in rows)
    assert all(row["flagged"] == (abs(row["smd"]) > 0.1) for row in rows)


def test_overlap_weights_make_means_equal(adjusted):
    rows = [r for r in adjusted.tables["balance"].to_dicts() if r["target"] == "overlap weights"]

    assert [r["mean_1"] for r in rows] == pytest.approx([r["mean_0"] for r in rows])


def test_effective_sizes_stay_below_the_participants(adjusted):
    for row in adjusted.tables["overlap"].to_dicts():
        for arm in ("1", "0"):
            assert 1.0 <= row[f"effective_{arm}"] <= row[f"n_{arm}"] == 14
            assert 1.0 / 14 <= row[f"largest_share_{arm}"] <= 1.0
        assert 0.5 <= row["c_statistic"] <= 1.0


def test_the_histogram_holds_everybody_once(adjusted):
    counts = adjusted.tables["propensity"].group_by("of_arm").agg(pl.col("n").sum())

    assert dict(counts.iter_rows()) == {"cells": 14, "control": 14}

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.support.results_fixture import list_estimates, make_results, make_study

from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.report.figures.balance import draw_balance
from tubulus.report.material import make_material
from tubulus.report.settings import ReportSettings


def list_items(folder: Path, rows: list[Estimate]) -> list[str]:
    results = make_results(estimates=make_estimate_frame(rows))
    figure = draw_balance(make_material(make_study(folder), results, ReportSettings()))
    assert figure is not None
    datasets = json.loads(figure.panels[0].spec)["datasets"].values()
    return [row["item"] for rows in datasets for row in rows if "item" in row]


def list_differences() -> list[Estimate]:
    return [row for row in list_estimates() if row.statistic == "smd"]


def test_long_labels_are_broken_into_lines_and_lose_nothing(tmp_path: Path) -> None:
    label = "Testis volume, mean of both sides, by ultrasound"

    items = list_items(tmp_path, [replace(list_differences()[0], label=label)])

    assert " ".join(items[0].split("\n")) == label
    assert max(len(line) for line in items[0].split("\n")) <= 26


def test_two_comparisons_of_one_item_are_told_apart(tmp_path: Path) -> None:
    row = list_differences()[0]

    items = list_items(tmp_path, [row, replace(row, comparator="third")])

    assert len(set(items)) == 2
    assert all("Marrow cells v" in item.replace("\n", " ") for item in items)


def test_the_largest_difference_comes_first(tmp_path: Path) -> None:
    assert list_items(tmp_path, list_differences())[0] == "Testosterone"

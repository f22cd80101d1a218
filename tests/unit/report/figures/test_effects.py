from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.support.results_fixture import list_estimates, make_results, make_study

from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.report.figures.effects import draw_differences, draw_ratios
from tubulus.report.figures.regression import draw_regression
from tubulus.report.material import Material, make_material
from tubulus.report.settings import ReportSettings


def gather(folder: Path, rows: list[Estimate]) -> Material:
    results = make_results(estimates=make_estimate_frame(rows))
    return make_material(make_study(folder), results, ReportSettings())


def list_differences() -> list[Estimate]:
    ratios = [row for row in list_estimates() if row.statistic == "geometric mean ratio"]
    return [
        replace(row, statistic="adjusted difference", value=-1.5, low=-3.0, high=0.5, unit=unit)
        for row, unit in zip(ratios, ("IU/L", "nmol/L"), strict=False)
    ]


def test_differences_have_a_linear_scale_with_zero_marked_and_one_panel_a_unit(
    tmp_path: Path,
) -> None:
    figure = draw_differences(gather(tmp_path, list_differences()), "hormones", "Title", "")

    assert figure is not None
    assert len(figure.panels) == 2
    assert '"type":"log"' not in figure.panels[0].spec
    assert '"at":0.0' in figure.panels[0].spec
    assert "minus Hormone therapy, IU/L" in figure.panels[0].spec


def test_ratios_are_no_differences(tmp_path: Path) -> None:
    material = gather(tmp_path, list_estimates())

    assert draw_ratios(material, "hormones", "Title", "") is not None
    assert draw_differences(material, "hormones", "Title", "") is None


def test_observed_and_expected_change_share_one_line(tmp_path: Path) -> None:
    rows = [row for row in list_estimates() if row.section == "regression-to-the-mean"]
    observed = [row for row in rows if row.statistic == "observed ratio"]

    figure = draw_regression(gather(tmp_path, rows))

    assert figure is not None
    spec = json.loads(figure.panels[0].spec)
    sizes = [len(values) for values in spec["datasets"].values() if "written" in values[0]]
    assert sizes == [len(observed), len(observed)]
    assert f"of {len(observed)} observed intervals cover the expected ratio" in figure.alternative


def test_a_change_without_an_expected_one_is_drawn_alone(tmp_path: Path) -> None:
    rows = [row for row in list_estimates() if row.statistic == "observed ratio"]

    figure = draw_regression(gather(tmp_path, rows))

    assert figure is not None
    assert "· expected" not in figure.alternative

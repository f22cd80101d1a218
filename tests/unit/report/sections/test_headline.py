"""The headline of a claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.results_fixture import make_results, make_study

from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.report.material import make_material
from tubulus.report.sections.headline import write_headline
from tubulus.report.settings import ReportSettings

SHARE = Estimate(
    section="responders",
    statistic="share",
    estimand="r1",
    arm="cells",
    value=0.225,
    n=9,
    denominator=40,
)
RATIO = Estimate(
    section="hormones",
    statistic="geometric mean ratio",
    estimand="h1",
    value=0.831,
    low=0.78,
    high=0.87,
)


def write(folder: Path, rows: list[Estimate], section: str, estimand: str) -> str:
    results = make_results(estimates=make_estimate_frame(rows), screen=False)
    material = make_material(make_study(folder), results, ReportSettings())
    return write_headline(material, estimand, section, "as the claim says")


def test_both_arms_stand_in_the_headline_of_a_share(tmp_path: Path) -> None:
    other = replace(SHARE, arm="hormones", n=6, value=0.15)
    inside = replace(SHARE, stratum="infertility: primary", n=0, value=0.0)

    assert write(tmp_path, [SHARE, other, inside], "responders", "r1") == "9/40 v 6/40"


def test_a_ratio_stands_with_its_interval(tmp_path: Path) -> None:
    assert write(tmp_path, [RATIO], "hormones", "h1") == "0.83 (0.78 to 0.87)"


def test_what_fits_neither_keeps_the_words_of_the_claim(tmp_path: Path) -> None:
    absent = replace(RATIO, value=None, low=None, high=None, state="not estimable", reason="few")

    assert write(tmp_path / "a", [SHARE], "responders", "r1") == "as the claim says"
    assert write(tmp_path / "b", [absent], "hormones", "h1") == "as the claim says"
    assert write(tmp_path / "c", [], "hormones", "h1") == "as the claim says"

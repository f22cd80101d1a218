"""The guide to an analysis plan is carried out as it is written, with its three arms."""

import contextlib
import importlib.util
import io
import shutil
import tomllib
from pathlib import Path

import polars as pl
import pytest
from tests.support.documents import carry_out, lighten, list_blocks, list_steps

from tubulus.analysis.plan.contents import Plan

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "howto" / "write-an-analysis-plan.md"
EXAMPLE = ROOT / "examples" / "three-arms" / "study.toml"


def test_the_pieces_of_the_page_are_the_example():
    place = ROOT / "tools" / "write_three_arms.py"
    found = importlib.util.spec_from_file_location("write_three_arms", place)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)

    # if not: python tools/write_three_arms.py
    assert EXAMPLE.read_text("utf-8") == module.join_example()


def test_the_page_explains_every_section_of_a_plan():
    page = PAGE.read_text("utf-8")
    written = tomllib.loads("\n".join(list_blocks(PAGE, "toml")))
    own = {"settings": "plan", "sets": "analysis_sets"}
    names = {own.get(name, name) for name in Plan.__dataclass_fields__}

    for name in names - {"expressions", "describe"}:
        assert f"`[{name}]`" in page or f"`[[{name}]]`" in page, name
        assert name in written, name


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    """Carry out the page, from the empty folder to the report."""
    desk = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", desk / "examples")
    for step in list_steps(PAGE):
        carry_out(step, desk)
        if step.command.startswith("cp "):
            lighten(desk / "my-trial")
    return desk / "my-trial"


def test_the_page_leads_to_the_report_of_a_plan_frozen_before_the_data(trial):
    assert (trial / "report" / "report.html").is_file()
    estimates = pl.read_parquet(trial / "results" / "analysis" / "estimates.parquet")

    assert set(estimates["specified"]) == {"pre-specified"}


def read_table(trial, name, step="analysis"):
    return pl.read_parquet(trial / "results" / step / f"{name}.parquet")


def test_cells_are_compared_with_both_other_arms(trial):
    contrasts = read_table(trial, "estimates").filter(
        pl.col("comparator") != "", pl.col("role") != "description"
    )

    pairs = set(contrasts.select("arm", "comparator").unique().iter_rows())
    assert pairs == {("cells", "lifestyle"), ("cells", "hormones")}


def test_every_section_of_the_plan_gives_a_table(trial):
    for name in ("tests", "multiverse", "boundaries", "power", "balance", "overlap", "tipping"):
        assert read_table(trial, name).height, name
    assert read_table(trial, "operating", "design").height


def test_a_claim_against_one_of_several_comparators_names_it_and_has_its_limits(trial):
    claims = read_table(trial, "claims").filter(id="h2")

    assert claims["title"].to_list() == [
        "Total testosterone, against Lifestyle programme",
        "Total testosterone, against Hormone therapy",
    ]
    assert all(" to " in text for text in claims["value_text"])


def test_an_arm_has_its_effective_size_beside_each_arm_that_it_is_compared_with(trial):
    sizes = read_table(trial, "estimates").filter(
        pl.col("statistic") == "effective sample size, overlap weights", estimand="h2"
    )

    assert set(sizes.select("arm", "comparator").iter_rows()) == {
        ("cells", "lifestyle"),
        ("lifestyle", "cells"),
        ("cells", "hormones"),
        ("hormones", "cells"),
    }
    assert sizes.height == 4


def test_a_negative_control_is_asked_of_every_two_arms_that_are_contrasted(trial):
    controls = read_table(trial, "estimates").filter(
        pl.col("statistic").str.ends_with("negative control")
    )

    assert list(controls.select("arm", "comparator").iter_rows()) == [
        ("cells", "lifestyle"),
        ("cells", "hormones"),
    ]


def test_one_caution_of_surgery_names_both_arms_without_one(trial):
    (text,) = read_table(trial, "cautions").filter(id="surgery-in-one-arm")["text"]

    assert "the arms 'Hormone therapy' and 'Lifestyle programme' had none" in text


def test_the_report_shows_the_men_of_an_arm_once_under_each_estimand(trial):
    page = (trial / "report" / "report.html").read_text("utf-8")
    _, _, rest = page.partition('id="table-responses"')
    table, _, _ = rest.partition("</table>")

    _, _, rest = page.partition('id="table-absences"')
    absences, _, _ = rest.partition("</table>")

    # two estimands of the responders: cells against hormones, cells against lifestyle
    assert table.count(">Cells<") == 2
    assert table.count(">Lifestyle programme<") == 1
    assert absences.count("Any sperm in the ejaculate") == 1


def test_the_section_of_the_protocol_is_written_from_the_plan(trial):
    written = (trial / "report" / "analysis-plan.md").read_text("utf-8")

    assert "Arm Lifestyle programme (comparator, 30 participants planned)" in written
    assert "once rejected it passes 1 to Responders, cells against hormone therapy" in written


def test_the_page_on_machines_reads_the_results_of_this_trial(trial):
    (program,) = list_blocks(ROOT / "docs" / "howto" / "export-results-for-machines.md", "python")
    said = io.StringIO()

    with contextlib.chdir(trial), contextlib.redirect_stdout(said):
        exec(compile(program, "export-results-for-machines.md", "exec"), {})

    lines = said.getvalue().splitlines()
    assert "Estimand r1" in lines[0]
    assert any(
        line.startswith("  risk difference, lower limit ['GROUPING_ARM_cells'") for line in lines
    )

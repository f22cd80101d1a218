"""The page on simulated trials does what it says."""

from pathlib import Path

import pytest
from tests.support.documents import Step, carry_out, list_blocks, list_steps

from tubulus.core.results import read_results
from tubulus.runs.new import make_study

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "simulate-the-design.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a folder in which the commands of the page were carried out, with its last results."""
    desk = tmp_path_factory.mktemp("desk")
    make_study(desk / "my-trial", "two-arm")
    (assumptions,) = list_blocks(PAGE, "toml")
    with (desk / "my-trial" / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n" + assumptions)
    for step in list_steps(PAGE):
        carry_out(step, desk)
    return desk


def test_the_commands_of_the_page_simulate_the_trials_that_they_ask_for(desk):
    results = read_results(desk / "my-trial" / "results" / "design")

    assert results.manifest["design"]["trials"] == 400
    assert results.manifest["design"]["scenarios"] == ["nothing", "choice", "works"]


def test_more_processes_change_no_digit_as_the_page_says(desk):
    folder = desk / "my-trial" / "results" / "design"
    shared = read_results(folder).tables["operating"]
    *_, last = list_steps(PAGE)
    assert " --workers 2" in last.command

    carry_out(Step(last.command.replace(" --workers 2", " --workers 1 --force"), "..."), desk)

    assert read_results(folder).tables["operating"].equals(shared)


def test_confounding_biases_the_crude_difference_as_the_page_says(desk):
    table = read_results(desk / "my-trial" / "results" / "design").tables["operating"]
    own = table.filter((table["estimand"] == "responders") & (table["measure"] == "bias"))
    bias = dict(zip(own["scenario"], own["value"], strict=True))

    assert abs(bias["nothing"]) < 0.03
    assert bias["choice"] > 0.04

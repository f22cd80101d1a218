"""A run whose records broke the chain of identity: told at once, and reported all the same."""

import json

import pytest
from tests.support.command_line import make_caller
from tests.support.small_trial import make_small_trial


@pytest.fixture
def bench(tmp_path):
    return make_small_trial(tmp_path / "trial")


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def test_a_run_with_an_open_stop_ends_with_status_1_and_a_report_that_names_it(bench, call):
    bench.set_cell("injection", 2, "recipient", "P09")

    answer = call("run", bench.folder)

    assert answer.status == 1
    assert "stop finding" in answer.err
    assert "the report names them at its top" in answer.err
    page = (bench.folder / "report" / "report.html").read_text(encoding="utf-8")
    assert 'class="open-findings stop"' in page.partition('<section id="summary"')[0]


def test_the_status_is_the_same_where_plain_data_are_asked_for(bench, call):
    bench.set_cell("injection", 2, "recipient", "P09")

    answer = call("run", bench.folder, "--json")

    assert answer.status == 1
    assert json.loads(answer.out)["findings"]["stop"] > 0


def test_without_stops_a_run_ends_well(bench, call):
    assert call("run", bench.folder).status == 0

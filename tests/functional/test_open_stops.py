"""A run whose records broke the chain of identity: told at once, and reported all the same."""

import json

import pytest
from tests.support.command_line import make_caller
from tests.support.small_trial import make_small_trial


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def test_a_run_with_an_open_stop_ends_with_status_1_and_a_report_that_names_it(tmp_path, call):
    bench = make_small_trial(tmp_path / "trial")
    bench.set_cell("injection", 2, "recipient", "P09")

    answer = call("run", bench.folder)
    again = call("run", bench.folder, "--json")

    assert answer.status == 1
    assert "stop finding" in answer.err
    assert "the report names them at its top" in answer.err
    page = (bench.folder / "report" / "report.html").read_text(encoding="utf-8")
    assert 'class="open-findings stop"' in page.partition('<section id="summary"')[0]
    # the same where plain data are asked for, and where nothing is computed again
    assert again.status == 1
    assert json.loads(again.out)["findings"]["stop"] > 0

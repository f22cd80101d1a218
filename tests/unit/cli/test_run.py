"""How ``tubulus run`` ends where docking failed for every asked pair."""

import pytest
from tests.support.command_line import make_caller
from validation.killing.study import make_study

from tubulus.dock.campaign import grid_classes


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


@pytest.mark.parametrize(("megabytes", "status"), [(10_000.0, 1), (200.0, 0)])
def test_a_run_that_docked_no_asked_pair_ends_with_status_1(
    tmp_path, call, monkeypatch, megabytes, status
):
    make_study(tmp_path / "study", fixed=3, mobile=3, rotations=4, pairs_per_chunk=4, seed=2)
    monkeypatch.setattr(grid_classes, "_WORKER_MEGABYTES", megabytes)

    answer = call("run", tmp_path / "study")

    assert answer.status == status
    assert ("No asked pair was docked" in answer.err) == bool(status)
    # the report is written either way
    assert answer.out.strip().endswith("report.html")

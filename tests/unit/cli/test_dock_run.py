"""What ``tubulus dock run`` prints."""

import json
import shutil

import pytest
from tests.support.command_line import make_caller
from validation.killing.study import make_study

from tubulus.dock.campaign import grid_classes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("docked") / "study"
    make_study(place, fixed=3, mobile=3, rotations=4, pairs_per_chunk=4, seed=2)
    return place


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def test_it_prints_pairs_sentences_limits_and_places_and_then_keeps(folder, call):
    first, second = call("dock", "run", folder), call("dock", "run", folder)

    assert first.status == second.status == 0
    assert "F00" in first.out
    assert "decoy partners of F00" in first.out
    assert first.out.startswith("AUC of the p-value")
    assert "Limit: A raw score compares poses of one pair" in first.out
    assert str(folder / "results" / "dock" / "poses") in first.out
    assert "Nothing changed" in second.err
    assert first.out == second.out


def test_json_holds_every_table_and_what_the_campaign_says(folder, call):
    answer = json.loads(call("dock", "run", folder, "--json").out)

    assert answer["dock"]["counts"]["asked"] == 3
    assert len(answer["pair_calibration"]) == 3
    assert answer["pair_calibration"][0]["q"] is None or answer["pair_calibration"][0]["q"] <= 1.0


def test_fewer_rows_are_shown_on_request(folder, call):
    answer = call("dock", "run", folder, "--rows", "1")

    assert sum(line.startswith("F0") for line in answer.out.splitlines()) == 1
    assert "2 more asked pairs are not shown; --rows 3 shows all." in answer.out


def test_a_negative_number_of_rows_is_refused(folder, call):
    answer = call("dock", "run", folder, "--rows", "-1")

    assert answer.status == 2
    assert "--rows" in answer.err


def test_pruning_says_what_it_removed(folder, call, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "study")
    records = copy / "results" / ".dock-records"
    records.mkdir(parents=True, exist_ok=True)
    (records / "left.parquet").write_bytes(b"of an interruption")
    # its first run computes where no other test ran before
    first, second = (call("dock", "run", copy, "--prune") for _ in range(2))

    assert "1 file without a pair of this campaign removed from" in first.err
    assert "nothing was removed" in second.err


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_campaign_that_docked_nothing_fails_and_gives_its_reason_once(
    tmp_path, call, words, monkeypatch
):
    place = tmp_path / "study"
    make_study(place, fixed=3, mobile=3, rotations=4, pairs_per_chunk=4, seed=2)
    monkeypatch.setattr(grid_classes, "_WORKER_MEGABYTES", 10_000.0)

    answer = call("dock", "run", place, *words)

    assert answer.status == 1
    assert "No pair was docked: 9 of 9 pairs failed" in answer.out
    assert "No asked pair was docked" in answer.err
    if not words:
        assert answer.out.count("is too little") == 1
        assert "Note: No pair was docked. 9 pairs: needs a box of" in answer.out


def test_freezing_the_plan_tells_the_files_of_docking_and_that_it_was_run(folder, call):
    call("dock", "run", folder)
    after = call("plan", "freeze", folder, "--person", "A. N.")
    (folder / "plan.lock").unlink()
    shutil.rmtree(folder / "results")
    before = call("plan", "freeze", folder, "--person", "A. N.")
    (folder / "plan.lock").unlink()

    assert before.status == after.status == 0
    assert "Files of docking, kept by hash: " in before.err
    assert "Docking was run before" not in before.err
    assert "Docking was run before" in after.err

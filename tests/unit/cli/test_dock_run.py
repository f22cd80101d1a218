"""What ``tubulus dock run`` prints."""

import json

import pytest
from tests.support.command_line import make_caller
from validation.killing.study import make_study


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
    assert "Docking gave no usable evidence" in first.out
    assert "Limit: A raw score tells by how much a pose stands out" in first.out
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

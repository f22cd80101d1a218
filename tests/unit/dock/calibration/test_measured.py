"""The shipped discrimination: told with every campaign, and what differs from it named."""

import json

import polars as pl
import pytest

from tubulus.dock.calibration import measured
from tubulus.dock.calibration.measured import (
    DISCRIMINATION_SCHEMA,
    PAIR_SCORE,
    compute_weights_hash,
    load_measured_discrimination,
    make_unmeasured,
    tabulate_discrimination,
)
from tubulus.dock.calibration.wording import NO_EVIDENCE
from tubulus.dock.settings.docking import DockSettings

SETTINGS = {
    "search": {"rotations": 3600, "fine_share": 0.1, "memory_megabytes": 600, "seed": 1},
    "refinement": {"poses": 0},
}


def make_record(auc, low=None, high=None, settings=None):
    area = {"label": "p-value", "auc": auc, "low": low, "high": high, "n_partners": 12}
    area |= {"n_non_partners": 132, "state": "estimated", "reason": ""}
    return {
        "source": "cross-docking",
        "settings": settings or SETTINGS,
        "areas": [area],
        "pair_score": PAIR_SCORE,
        "weights_hash": compute_weights_hash(),
        "cases": ["one"] * 12,
        "least_decoys": 10,
    }


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Let the module read another record."""

    def tell(record, settings=None):
        (tmp_path / "measured.json").write_text(json.dumps(record))
        monkeypatch.setattr(measured, "files", lambda package: tmp_path)
        measured._read.cache_clear()
        return load_measured_discrimination(settings)

    yield tell
    measured._read.cache_clear()


def test_the_shipped_record_has_the_p_first_and_every_row_has_a_sentence():
    rows = load_measured_discrimination(DockSettings().model_dump(mode="json"))

    assert rows[0].label == "p-value"
    assert all(row.sentence.endswith(".") for row in rows)
    assert all((row.auc is None) == (row.state != "estimated") for row in rows)
    assert tabulate_discrimination(rows).schema == pl.Schema(DISCRIMINATION_SCHEMA)


def test_the_shipped_record_is_of_the_score_and_the_settings_that_campaigns_use():
    rows = load_measured_discrimination(DockSettings().model_dump(mode="json"))

    assert all("differs from what was measured" not in row.sentence for row in rows)


@pytest.mark.parametrize(
    ("key", "said"),
    [("pair_score", "measured: another score"), ("weights_hash", "have changed since")],
)
def test_an_area_of_another_score_or_of_other_weights_is_no_measurement(told, key, said):
    (row,) = told(make_record(0.80, 0.70, 0.88) | {key: "another score"})

    assert said in row.sentence
    assert (row.state, row.auc) == ("not measured", None)
    assert row.sentence.endswith(NO_EVIDENCE)


@pytest.mark.parametrize(
    "ours", [{"clusters": {"rescored": False}}, {"refinement": {"poses": 200}}]
)
def test_poses_that_are_ranked_in_another_way_have_no_measured_area(told, ours):
    settings = {"clusters": {"rescored": True}, "refinement": {"poses": 0}}

    (row,) = told(make_record(0.80, 0.70, 0.88, settings), settings | ours)

    assert (row.state, row.is_useful) == ("not measured", None)
    assert f"{next(iter(ours))}." in row.sentence


def test_fewer_decoy_partners_than_when_it_was_measured_are_told_and_more_are_not(told):
    few = {"decoys": {"fixed": 4, "mobile": 12}, "calibration": {"least_decoys": 3}}

    (row,) = told(make_record(0.80, 0.70, 0.88), few)

    assert "decoys.fixed = 4 (measured with 11)" in row.sentence
    assert "calibration.least_decoys = 3 (measured with 10)" in row.sentence
    assert "decoys.mobile" not in row.sentence


def test_an_area_below_the_bound_says_that_docking_gave_no_usable_evidence(told):
    (row,) = told(make_record(0.55, 0.40, 0.69))

    assert NO_EVIDENCE in row.sentence
    assert row.is_useful is False
    assert row.reason is None


def test_an_area_above_the_bound_is_told_with_its_source(told):
    (row,) = told(make_record(0.80, 0.70, 0.88))

    assert NO_EVIDENCE not in row.sentence
    assert row.sentence.endswith("Measured by cross-docking.")
    assert row.is_useful is True


def test_without_a_measurement_one_row_says_so(told):
    (row,) = told({"source": "", "settings": {}, "areas": []})

    assert (row.state, row.auc, row.is_useful) == ("not measured", None, None)
    assert "not tested on known partners" in row.sentence
    assert row.sentence.endswith(NO_EVIDENCE)


def test_settings_of_the_campaign_that_differ_are_named(told):
    ours = {
        "search": {"rotations": 54000, "fine_share": 0.1, "new": 2},
        "refinement": {"poses": 0, "steps": 12},
    }

    (row,) = told(make_record(0.80, 0.70, 0.88), ours)

    assert "search.rotations = 54000 (measured with 3600)" in row.sentence
    assert "search.new = 2 (no setting when measured)" in row.sentence
    assert "fine_share" not in row.sentence
    assert "steps" not in row.sentence


def test_settings_that_change_no_pose_are_not_named(told):
    ours = {"search": SETTINGS["search"] | {"memory_megabytes": 100}, "refinement": {"poses": 0}}

    (row,) = told(make_record(0.80, 0.70, 0.88), ours)

    assert "differs" not in row.sentence


def test_a_setting_that_is_gone_is_named(told):
    ours = {"search": {"rotations": 3600}, "refinement": {"poses": 0}}

    (row,) = told(make_record(0.80, 0.70, 0.88), ours)

    assert "search.fine_share (measured with 0.1) is no setting now" in row.sentence


def test_the_score_of_another_program_is_told_as_not_measured():
    row = make_unmeasured("iptm of AlphaFold 3", "no predictions of known partners were given")

    assert row.state == "not measured"
    assert "iptm of AlphaFold 3 was not tested" in row.sentence
    assert row.sentence.endswith(NO_EVIDENCE)

"""The section of a docking campaign refuses what it does not know."""

import pytest
from pydantic import ValidationError

from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.settings.docking import DecoySettings, DockSettings


def test_parts_are_read_from_nested_tables():
    settings = DockSettings.model_validate({"search": {"rotations": 72}, "decoys": {"fixed": 3}})

    assert (settings.search.rotations, settings.decoys.fixed, settings.decoys.mobile) == (72, 3, 12)


def test_an_unknown_key_of_a_part_is_refused_with_its_place():
    with pytest.raises(ValidationError) as caught:
        DockSettings.model_validate({"clusters": {"keep": 3}})

    assert caught.value.errors()[0]["loc"] == ("clusters", "keep")


def test_as_many_decoy_partners_are_docked_as_the_calibration_needs():
    decoys = DecoySettings()

    assert min(decoys.fixed, decoys.mobile) >= CalibrationSettings().least_decoys
    assert decoys.crossed


@pytest.mark.parametrize("told", [{"clusters": {"ranked": 1}}, {"clusters": {"ranked": 99}}])
def test_too_few_poses_to_be_told_from_each_other_are_refused_where_they_are_rescored(told):
    with pytest.raises(ValidationError) as caught:
        DockSettings.model_validate(told)

    (error,) = caught.value.errors()
    assert error["loc"] == ("clusters",)
    assert f"ranked is {told['clusters']['ranked']}, but" in error["msg"]
    assert "at least 100, or set rescored = false" in error["msg"]


def test_a_search_that_keeps_too_few_poses_to_be_rescored_is_refused():
    with pytest.raises(ValidationError, match="keeps 1 of the poses of a pair"):
        DockSettings.model_validate({"search": {"poses": 1}})


@pytest.mark.parametrize(
    "told",
    [
        {"clusters": {"ranked": 100}},
        {"clusters": {"ranked": 1, "rescored": False}},
        {"clusters": {"ranked": 1}, "refinement": {"poses": 5}},
    ],
)
def test_few_poses_may_be_ranked_by_a_score_of_their_own(told):
    assert DockSettings.model_validate(told).clusters.ranked == told["clusters"]["ranked"]

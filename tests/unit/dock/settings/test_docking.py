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

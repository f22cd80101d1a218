"""The room's front door: every name can be imported, and none is loaded before it is asked for."""

import subprocess
import sys

import pytest

import tubulus.dock


def test_every_exported_name_can_be_taken_from_the_room():
    missing = [name for name in tubulus.dock.__all__ if not hasattr(tubulus.dock, name)]

    assert missing == []
    assert set(tubulus.dock.__all__) <= set(dir(tubulus.dock))


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'dock_everything'"):
        _ = tubulus.dock.dock_everything


def test_the_room_itself_loads_no_engine():
    code = "import sys, tubulus.dock; print('numba' in sys.modules or 'gemmi' in sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "False"

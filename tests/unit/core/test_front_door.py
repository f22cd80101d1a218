"""Tests of rooms that open name by name: a name is loaded when it is asked for."""

import sys

import pytest
from tests.support.front_doors import list_checked_names, list_loaded, list_places

import tubulus.dock
import tubulus.screen

ROOMS = (tubulus.dock, tubulus.screen)
NAMES = [(room, name) for room in ROOMS for name in room.__all__]
ENGINES = ("engine", "network", "integration", "expression")
HEAVY = (*(f"tubulus.screen.{name}" for name in ENGINES), "numba", "scipy")


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_exported_loaded_and_checked_is_the_same(room):
    places = list_places(room)

    assert sorted(room.__all__) == sorted(places)
    assert list_checked_names(room) == places
    assert set(room.__all__) <= set(dir(room))


@pytest.mark.parametrize(("room", "name"), NAMES)
def test_every_exported_name_is_there_and_public_in_its_module(room, name):
    value = getattr(room, name)
    module = sys.modules[list_places(room)[name]]

    assert value is getattr(module, name)
    assert name in module.__all__


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_that_is_not_there_is_told(room):
    with pytest.raises(AttributeError, match=rf"{room.__name__}.*'run_scren'"):
        _ = room.run_scren


def test_the_settings_of_the_screen_alone_load_no_engine():
    assert list_loaded("tubulus.screen.settings", HEAVY) == []


def test_the_room_of_docking_itself_loads_no_engine():
    assert list_loaded("tubulus.dock", ("numba", "gemmi", "scipy")) == []

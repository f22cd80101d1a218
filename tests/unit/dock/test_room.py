"""The front door of the room: a name is loaded when it is asked for."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import tubulus.dock as room


def list_checked_names():
    """List the names that a type checker sees, with their modules."""
    tree = ast.parse(Path(inspect.getfile(room)).read_text("utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
    )
    return {alias.name: line.module for line in block.body for alias in line.names}


def test_what_is_exported_loaded_and_checked_is_the_same():
    places = {name: f"tubulus.dock.{module}" for name, module in room._PLACES.items()}

    assert sorted(room.__all__) == sorted(places)
    assert list_checked_names() == places
    assert set(room.__all__) <= set(dir(room))


@pytest.mark.parametrize("name", room.__all__)
def test_every_exported_name_is_there_and_public_in_its_module(name):
    value = getattr(room, name)
    module = sys.modules[f"tubulus.dock.{room._PLACES[name]}"]

    assert value is getattr(module, name)
    assert name in module.__all__


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match=r"tubulus\.dock.*'dock_everything'"):
        _ = room.dock_everything


def test_the_room_itself_loads_no_engine():
    code = "import sys, tubulus.dock; print({'numba', 'gemmi', 'scipy'} & {*sys.modules})"

    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert shown.stdout.strip() == "set()"

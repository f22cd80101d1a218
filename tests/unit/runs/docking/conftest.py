"""A study of small made partners, docked once; tests that change it copy it."""

import shutil

import pytest
from validation.killing.study import make_study

from tubulus.core.progress import SilentProgress
from tubulus.runs.docking import dock_study
from tubulus.runs.workspace import open_workspace

SIZE = {"fixed": 4, "mobile": 3, "rotations": 6, "pairs_per_chunk": 2, "seed": 1}


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """Return a study that nobody has docked."""
    folder = tmp_path_factory.mktemp("docking") / "study"
    make_study(folder, **SIZE)
    return folder


@pytest.fixture(scope="session")
def docked(plain, tmp_path_factory):
    """Return a study that was docked; tests only look at it."""
    folder = tmp_path_factory.mktemp("docked") / "study"
    shutil.copytree(plain, folder)
    dock_study(open_workspace(folder), SilentProgress())
    return folder


@pytest.fixture
def study(plain, tmp_path):
    """Return a copy that nobody has docked."""
    return shutil.copytree(plain, tmp_path / "study")


@pytest.fixture
def docked_copy(docked, tmp_path):
    """Return a docked copy that a test may change."""
    return shutil.copytree(docked, tmp_path / "study")

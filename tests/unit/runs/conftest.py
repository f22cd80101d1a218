"""A small trial for the use cases, made once and copied for tests that change it."""

import shutil

import pytest
from tests.support.small_trial import Bench, make_small_trial


@pytest.fixture(scope="session")
def trial(tmp_path_factory):
    """Return a trial that tests only look at."""
    return make_small_trial(tmp_path_factory.mktemp("runs") / "trial")


@pytest.fixture
def bench(trial, tmp_path):
    """Return a copy without results."""
    shutil.copytree(trial.folder, tmp_path / "trial", ignore=shutil.ignore_patterns("results"))
    return Bench(tmp_path / "trial")

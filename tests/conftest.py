"""What holds for every test: no network, reproducible examples, shared reference files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import disable_socket

from tests.support.searching import CHECKED

ROOT = Path(__file__).resolve().parent.parent

# `make test` draws the same examples every time; HYPOTHESIS_PROFILE=long searches on
settings.register_profile(
    "checks", derandomize=True, deadline=None, database=None, max_examples=CHECKED
)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "checks"))


def pytest_runtest_setup() -> None:
    disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Return the folder of reference files beside the repository, which few machines have."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with reference files is not here")
    return folder

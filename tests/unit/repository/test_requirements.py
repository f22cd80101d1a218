"""The pinned versions can be installed on the oldest interpreter that is promised."""

import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from packaging.specifiers import SpecifierSet


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_pinned_version_runs_on_the_oldest_python_that_is_promised(repository, name):
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    pins = [
        line.split("==")
        for line in (repository / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
        if "==" in line
    ]

    newer = []
    for package, version in pins:
        try:
            told = metadata(package)
        except PackageNotFoundError:
            continue
        needed = told.get("Requires-Python")
        if told["Version"] == version and needed and oldest not in SpecifierSet(needed):
            newer.append(f"{package} {version} needs Python {needed}")

    assert len(pins) > 20
    assert newer == []

"""The page on faster docking: its settings are settings, its default is the default."""

import re
import tomllib

import pytest

from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.settings.docking import DockSettings


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs" / "howto" / "dock-faster.md").read_text("utf-8")


def test_every_setting_of_the_page_is_understood_and_no_default(page):
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)

    searches = [DockSettings(**tomllib.loads(text)["dock"]).search for text in examples]

    assert len(searches) == 3
    assert SearchSettings() not in searches


def test_the_example_in_python_runs(page):
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, object] = {}

    exec(example, names)

    assert names["settings"] == SearchSettings(fourier="torch")


def test_the_page_names_the_default_share(page):
    (told,) = re.findall(r"The default is ([0-9.]+);", page)

    assert float(told) == SearchSettings().fine_share

"""The settings of the screen that the how-to pages show exist."""

import tomllib
from pathlib import Path

import pytest
from tests.support.documents import list_blocks

from tubulus.screen.settings import EvidenceSettings, ScreenSettings

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
BLOCKS = [
    pytest.param(block, id=path.stem)
    for path in sorted(HOWTO.glob("*.md"))
    for block in list_blocks(path, "toml")
    if "[screen.evidence]" in block
]


def test_the_pages_on_evidence_show_how_a_study_names_its_files():
    assert len(BLOCKS) >= 4


@pytest.mark.parametrize("block", BLOCKS)
def test_the_settings_are_read(block):
    settings = ScreenSettings.model_validate(tomllib.loads(block)["screen"])

    assert settings.evidence != EvidenceSettings()

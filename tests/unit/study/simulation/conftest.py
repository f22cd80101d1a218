"""The example study, copied, and its settings."""

import shutil

import pytest

from tubulus.study.definition.reading import read_study
from tubulus.study.simulation import read_simulation_settings
from tubulus.study.simulation.settings import Mess


@pytest.fixture
def study(repository, tmp_path):
    shutil.copy(repository / "examples" / "noa-bmmsc" / "study.toml", tmp_path)
    return read_study(tmp_path)


@pytest.fixture
def settings(study):
    return read_simulation_settings(study)


@pytest.fixture
def tidy(settings):
    """Return the settings without any untidiness."""
    return settings.model_copy(update={"mess": Mess(source="none")})

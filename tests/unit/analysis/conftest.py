"""A small study, made once for tests that only look at it."""

import pytest
from tests.support.small_study import SmallStudy, make_small_study


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    """Return the small study without any variation."""
    return make_small_study(tmp_path_factory.mktemp("plain"))

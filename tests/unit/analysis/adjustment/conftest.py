"""The adjusted small study, made once for tests that only look at it."""

import pytest
from tests.support.adjusted_study import make_adjusted_study
from tests.support.small_study import SmallStudy


@pytest.fixture(scope="session")
def adjusted(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    return make_adjusted_study(tmp_path_factory.mktemp("adjusted"))

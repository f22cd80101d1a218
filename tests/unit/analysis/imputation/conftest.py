from __future__ import annotations

import pytest
from tests.support.missing_study import ask, ask_responders, lose, make_pairs
from tests.support.small_study import SmallStudy, make_small_study


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    """A study in which nobody is missing and everything is asked."""
    edits = {
        **ask("imputation", "tipping", "below limit"),
        **ask_responders("imputation", "tipping", "extreme cases"),
    }
    men = [*make_pairs("cells", 14), *make_pairs("control", 14)]
    return make_small_study(tmp_path_factory.mktemp("full") / "x", men=men, edits=edits)


@pytest.fixture(scope="session")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    """The same with three and two men lost."""
    edits = {
        **ask("imputation", "tipping", "below limit"),
        **ask_responders("imputation", "tipping", "extreme cases"),
    }
    men = [*lose(make_pairs("cells", 14, 1.5), 1, 4, 8), *lose(make_pairs("control", 14), 3, 5)]
    return make_small_study(tmp_path_factory.mktemp("gaps") / "x", men=men, edits=edits)

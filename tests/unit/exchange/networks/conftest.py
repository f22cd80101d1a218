"""Tables of an invented screen: names are placeholders and no evidence."""

import pytest
from tests.support.results_fixture import make_screen_tables
from tests.support.screening_tables import make_new_tables


@pytest.fixture
def old_tables():
    return make_screen_tables()


@pytest.fixture
def tables(old_tables):
    return {
        **old_tables,
        **make_new_tables(old_tables["interactions"], old_tables["receptor_tests"]),
    }

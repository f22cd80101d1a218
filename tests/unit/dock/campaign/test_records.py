"""Records of pairs survive a file to the bit."""

import io

import numpy as np
import polars as pl
import pytest
from tests.unit.dock.campaign.campaigns import make_plan, run

from tubulus.dock.campaign.outcomes import make_failure
from tubulus.dock.campaign.records import RECORD_SCHEMA, restore_outcomes, tabulate_outcomes


def test_outcomes_come_back_from_parquet_bit_for_bit():
    docked = run(make_plan([("F0", "M0")]))[0].outcomes[0]
    file = io.BytesIO()
    tabulate_outcomes([docked, make_failure("k", "too large")]).write_parquet(file)
    file.seek(0)

    back, failed = restore_outcomes(pl.read_parquet(file))

    for name in RECORD_SCHEMA:
        one, two = getattr(docked, name), getattr(back, name)
        np.testing.assert_array_equal(one, two)
        assert np.shape(one) == np.shape(two)
    assert (failed.state, failed.reason, failed.rotations.shape) == ("failed", "too large", (0, 4))


def test_no_outcome_makes_an_empty_table():
    table = tabulate_outcomes([])

    assert dict(table.schema) == RECORD_SCHEMA
    assert restore_outcomes(table) == ()


def test_a_record_of_other_columns_is_refused():
    with pytest.raises(ValueError, match="key, rotations"):
        restore_outcomes(pl.DataFrame({"key": ["k"]}))

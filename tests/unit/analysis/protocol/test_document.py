from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.support.small_study import SmallStudy, make_small_study

from tubulus.analysis.plan.lock import compare_with_lock
from tubulus.analysis.protocol import PROTOCOL_SCHEMA, write_protocol

MONITORING = """
[[monitoring]]
id = "stop"
label = "Stop for grade 3"
estimand = "harm"
arm = "cells"
acceptable = 0.1
looks = [10, 20]
"""
POWER = """
[[power]]
id = "responders"
label = "Power for responders"
estimand = "r1"
shares = [0.225, 0.025]
source = "assumed here"
"""


def write(study: SmallStudy) -> pl.DataFrame:
    status = compare_with_lock(None, study.study.source.data)
    return write_protocol(study.study, study.plan, status)


def find(frame: pl.DataFrame, heading: str) -> list[str]:
    return frame.filter(pl.col("heading") == heading)["text"].to_list()


@pytest.fixture
def study(tmp_path: Path) -> SmallStudy:
    return make_small_study(tmp_path)


def test_a_protocol_has_its_columns_and_numbers_its_headings_in_order(study):
    frame = write(study)

    numbers = frame["number"].unique(maintain_order=True).to_list()
    assert frame.schema == PROTOCOL_SCHEMA
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_estimand_has_its_attributes(study):
    frame = write(study)

    for estimand in study.plan.estimands:
        own = find(frame, f"Estimand {estimand.label} ({estimand.role})")
        for attribute in ("Population", "Treatment", "Variable", "Intercurrent event", "Summary"):
            assert any(text.startswith(attribute) for text in own), (estimand.id, attribute)


def test_what_the_file_does_not_say_is_open_and_not_filled(study):
    said = find(write(study), "Sample size")

    assert any(text.startswith("To be written") and "[[power]]" in text for text in said)


def test_a_sentence_is_open_exactly_where_it_says_so(study):
    for row in write(study).iter_rows(named=True):
        assert row["is_open"] == row["text"].startswith("To be written")


def test_a_declared_boundary_and_power_close_what_was_open(tmp_path):
    first = make_small_study(tmp_path / "a").plan
    harm = next(e for e in first.estimands if first.find_endpoint(e.variable).harm)
    more = MONITORING.replace('"harm"', f'"{harm.id}"') + POWER.replace(
        '"r1"', f'"{next(e.id for e in first.estimands if e.test != "none")}"'
    )

    frame = write(make_small_study(tmp_path / "b", more=more))

    assert any("10, 20 participants" in text for text in find(frame, "Interim looks and stopping"))
    assert any("22.5 % against 2.5 %" in text for text in find(frame, "Sample size"))
    assert not any("[[power]]" in text for text in find(frame, "Sample size"))


def test_a_study_without_a_lock_says_that_the_plan_is_not_frozen(study):
    said = " ".join(find(write(study), "Administration"))

    assert "not pre-specified" in said

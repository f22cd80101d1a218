"""A pair of a campaign is stated with the accuracy that was measured."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from tubulus.dock.calibration.measured import load_measured_discrimination
from tubulus.dock.calibration.statements import calibrate_result
from tubulus.dock.calibration.wording import describe_pair
from tubulus.dock.campaign.results import PAIR_DOCKING_SCHEMA, PARTNER_SCHEMA
from tubulus.dock.settings.docking import DockSettings

SETTINGS = DockSettings.model_validate(
    {"calibration": {"least_decoys": 2}, "search": {"rotations": 7}}
)
ASKED = [("F0", "M0"), ("F1", "M1")]


def tabulate(letter):
    row = {"n_residues": 150, "exposed_area": 8000.0, "family": None, "reason": None}
    rows = [{"name": f"{letter}{i}", "structure": f"{letter}{i}", **row} for i in range(5)]
    return pl.DataFrame(rows, schema=PARTNER_SCHEMA)


@pytest.fixture(scope="module")
def calibrated():
    scores = np.random.default_rng(1).normal(size=(5, 5))
    rows = []
    for (i, j), score in np.ndenumerate(scores):
        pair = (f"F{i}", f"M{j}")
        failed = pair == ASKED[1]
        rows.append(
            {
                "fixed": pair[0],
                "mobile": pair[1],
                "role": "asked" if pair in ASKED else "decoy",
                "state": "failed" if failed else "docked",
                "reason": "the search found no pose" if failed else None,
                "score": None if failed else float(score),
            }
        )
    result = SimpleNamespace(
        pair_docking=pl.DataFrame(rows, schema=PAIR_DOCKING_SCHEMA),
        fixed_partners=tabulate("F"),
        mobile_partners=tabulate("M"),
    )
    return calibrate_result(result, SETTINGS)


def test_a_statement_is_the_measured_area_and_then_the_sentence_on_the_pair(calibrated):
    area = load_measured_discrimination(SETTINGS.model_dump(mode="json"))[0].sentence
    first = calibrated.pairs.row(0, named=True)

    assert calibrated.statements[0] == f"{area} {describe_pair(first)}"
    assert "AUC" in calibrated.statements[0]
    assert first["state"] == "calibrated"


def test_a_statement_tells_which_settings_were_not_measured(calibrated):
    assert "search.rotations = 7 (measured with 3600)" in calibrated.statements[0]


def test_a_pair_that_failed_is_stated_with_its_reason(calibrated):
    assert len(calibrated.statements) == 2
    assert "F1 with M1: not scored (the search found no pose)" in calibrated.statements[1]

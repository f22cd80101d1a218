"""Pairs that were dropped for their pose still count: as tests, and as true pairs."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from tubulus.dock.campaign.results import PAIR_DOCKING_SCHEMA, PARTNER_SCHEMA
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.calibrating import calibrate_campaign, estimate_own_discrimination
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

SETTINGS = DockSettings.model_validate({"calibration": {"least_decoys": 2}})
ASKED = AskedPairs(
    (("F0", "M0"), ("F1", "M1")), "pairs.csv", {("F0", "M0"): True, ("F1", "M1"): True}
)
GLYCAN = "the first pose lies on a glycan (F1 A:7)"


def tabulate(letter):
    row = {"n_residues": 150, "exposed_area": 8000.0, "family": None, "reason": None}
    rows = [{"name": f"{letter}{i}", "structure": f"{letter}{i}", **row} for i in range(6)]
    return pl.DataFrame(rows, schema=PARTNER_SCHEMA)


def make_result(*, dropped):
    scores = np.random.default_rng(1).normal(size=(6, 6))
    scores[0, 0] += 9.0
    asked = set(ASKED.pairs)
    rows = []
    for (i, j), score in np.ndenumerate(scores):
        pair = (f"F{i}", f"M{j}")
        against = dropped and pair == ("F1", "M1")
        rows.append(
            {
                "fixed": pair[0],
                "mobile": pair[1],
                "role": "asked" if pair in asked else "decoy",
                "state": "not evaluable" if against else "docked",
                "reason": GLYCAN if against else None,
                "score": float(score),
            }
        )
    return SimpleNamespace(
        pair_docking=pl.DataFrame(rows, schema=PAIR_DOCKING_SCHEMA),
        fixed_partners=tabulate("F"),
        mobile_partners=tabulate("M"),
    )


def calibrate(*, dropped):
    return calibrate_campaign(make_result(dropped=dropped), SETTINGS, {})


def test_a_pair_that_was_dropped_for_its_pose_still_counts_in_q():
    row, other = calibrate(dropped=True).pairs.to_dicts()

    assert (other["state"], other["reason"], other["p"]) == ("not evaluable", GLYCAN, None)
    assert row["q"] == pytest.approx(2 * row["p"])


def test_true_pairs_and_others_count_in_the_area_whatever_their_poses():
    kept, dropped = (
        estimate_own_discrimination(calibrate(dropped=d), SETTINGS, ASKED) for d in (False, True)
    )

    assert [e.n_partners for e in dropped] == [2, 2]
    assert [e.auc for e in dropped] == [e.auc for e in kept]

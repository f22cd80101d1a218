"""Area under the ROC curve and DeLong's interval against pROC: plain, with ties, near one half."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tubulus.dock.calibration.discrimination import estimate_auc

TABLE = Path(__file__).with_name("roc_area.csv")


def read_case(case):
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    rows = [row for row in rows if row["case"] == case]
    size = max(int(row["row"]) for row in rows)
    scores = np.full((size, size), np.nan)
    for row in rows:
        scores[int(row["row"]) - 1, int(row["column"]) - 1] = float(row["score"] or "nan")
    return scores, {name: float(rows[0][name]) for name in ("auc", "variance", "low", "high")}


@pytest.mark.parametrize("case", ["continuous", "ties", "weak"])
def test_area_and_interval_equal_those_of_proc(case):
    scores, expected = read_case(case)
    partner = np.eye(len(scores), dtype=bool)

    estimate = estimate_auc(scores, partner, ~partner, method="delong")

    assert estimate.auc == pytest.approx(expected["auc"], abs=1e-10)
    assert estimate.se**2 == pytest.approx(expected["variance"], abs=1e-10)
    assert (estimate.low, estimate.high) == pytest.approx(
        (expected["low"], expected["high"]), abs=1e-10
    )

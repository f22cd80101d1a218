"""The rho score against RobustRankAggreg: full rankings, and rankings with rows missing."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tubulus.screen.integration.rank_aggregation import compute_normal_ranks, compute_rho

TABLE = Path(__file__).with_name("rank_aggregation.csv")
LAYERS = [f"layer_{i}" for i in range(1, 7)]


def read_cases():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("case", ["full", "partial"])
def test_rho_equals_that_of_the_authors(case):
    rows = [row for row in read_cases() if row["case"] == case]
    ranks = np.array([[float(row[name] or "nan") for name in LAYERS] for row in rows])

    rho = compute_rho(compute_normal_ranks(-ranks))

    assert len(rows) == 12
    assert rho == pytest.approx([float(row["rho"]) for row in rows], abs=1e-12)

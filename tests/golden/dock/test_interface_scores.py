"""Scores of predicted interfaces against IPSAE, AFM-LIS and the authors' pDockQ2."""

import csv
from pathlib import Path

import pytest
from tests.support.predictions import write_alphafold3, write_boltz, write_colabfold

from tubulus.dock.external import PredictedPair, read_predictions

TABLE = Path(__file__).with_name("interface_scores.csv")
WRITERS = {"colabfold": write_colabfold, "alphafold3": write_alphafold3, "boltz": write_boltz}
DIGITS = {"ipsae": 6, "ipsae_min": 6, "pdockq": 4, "lis": 4, "ilis": 8}


def read_rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row["engine"])
def test_scores_equal_those_of_their_authors_programs(row, tmp_path):
    WRITERS[row["engine"]](tmp_path)

    found = read_predictions(tmp_path, PredictedPair("TGFBR2", "TGFB3")).predictions[0]

    for name, digits in DIGITS.items():
        # the errors of Boltz are stored with seven digits
        tolerance = 0.51 * 10.0**-digits + 1e-8
        assert found.get_score(name).value == pytest.approx(float(row[name]), abs=tolerance), name
    larger = max(float(row["pdockq2_fixed"]), float(row["pdockq2_mobile"]))
    assert found.get_score("pdockq2").value == pytest.approx(larger, abs=1e-8)

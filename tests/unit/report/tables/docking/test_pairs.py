import pytest
from tests.support.docking_material import make_docking_material

from tubulus.report.tables.docking.pairs import list_pairs, write_percent


def test_calibrated_pairs_come_first_by_p_and_no_pair_is_lost():
    rows = list_pairs(make_docking_material())

    assert [row["mobile"] for row in rows] == ["TGFB3", "BMP2", "FGF2", "HGF", "GAS6"]
    assert rows[0]["n_clusters"] == 40
    assert rows[-1]["docking_state"] is None


def test_a_run_without_the_table_has_no_pairs():
    assert list_pairs(make_docking_material(pair_calibration=None)) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [(100.0, "100 %"), (99.96, "99.9 %"), (75.0, "75 %"), (0.0, "0 %"), (None, "–")],
)
def test_what_is_not_all_of_them_is_not_written_as_all(value, written):
    assert write_percent(value).replace("\N{NO-BREAK SPACE}", " ") == written

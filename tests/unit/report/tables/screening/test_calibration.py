import polars as pl
from tests.support.screen_material import make_screen_material

from tubulus.report.tables.screening.calibration import make_group_table, make_ratio_table

GROUPS = pl.DataFrame(
    {
        "group": ["topology", "receptor"],
        "layers": ["topology", "receptor_protein; receptor_rna"],
        "state": ["computed", "not_computed"],
        "reason": ["learned from 10 positive and 100 random rows", "no reference set was given"],
        "source": ["ligands", ""],
        "meaning": ["curated ligands", ""],
    }
)
RATIOS = pl.DataFrame(
    {
        "group": ["interaction", "interaction", "topology"],
        "layers": ["knowledge; physical", "knowledge", "topology"],
        "category": ["a: x >= 2 and b: y < 3", "b", "topology: secreted"],
        "positives": [3.0, 0.0, 7.0],
        "randoms": [5.0, 1.0, 2.0],
        "log_ratio": [1.5, None, -0.5],
        "low": [1.0, None, -1.0],
        "high": [2.0, None, 0.0],
    }
)


INTERVAL = '<span class="line">+1.00 to +2.00</span>'


def test_a_group_that_was_not_weighed_gives_its_reason_and_a_dash_for_its_meaning():
    table = make_group_table(make_screen_material(calibration_groups=GROUPS))

    assert table.rows[1][1] == "receptor"
    assert tuple(table.rows[1][2]) == (
        "receptor protein; receptor rna", "no", "no reference set was given", "–",
    )  # fmt: skip


def test_ratios_carry_sign_counts_and_interval_under_the_layers_that_are_known():
    table = make_ratio_table(make_screen_material(calibration_ratios=RATIOS))

    groups = [group for group, _, _ in table.rows]
    assert groups == ["interaction: knowledge and physical", "interaction: knowledge", "topology"]
    assert table.rows[0][1] == "a: x, at least 2 and b: y, below 3"
    assert tuple(table.rows[0][2]) == ("3", "5", "+1.50", INTERVAL)
    assert tuple(table.rows[1][2]) == ("0", "1", "–", "–")


def test_a_run_without_calibration_has_no_such_tables():
    material = make_screen_material()

    assert (make_group_table(material), make_ratio_table(material)) == (None, None)
